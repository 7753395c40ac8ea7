"""Runs benchmarks; `scripts/bench` says how."""

import argparse
import pathlib
import sys

import basics
import counting
import page
import peers
import prompts
import report
import scaling
import streams
from measuring import Patience
from places import Programs


def main():
    options = parse()
    Patience.seconds = options.patience
    if options.program:
        Programs.nn = options.program.resolve()
    if options.quick:
        return counting.run()
    known = {**basics.BENCHMARKS, **prompts.BENCHMARKS, **streams.BENCHMARKS}
    if options.peers:
        known = {**known, **peers.benchmarks()}
    if options.scaling:
        print(scaling.text(scaling.tables(options.rounds)))
        return 0
    chosen = select(known, options.names)
    if options.list:
        print(*chosen, sep="\n")
        return 0
    if options.peers:
        peers.install()
    rows = measure(chosen, options.rounds)
    print(report.text(report.HEADINGS, [row.cells() for row in rows]))
    if options.peers and not options.names:
        page.write(rows, scaling.tables(options.rounds), options.rounds)
    return 0


def parse():
    parser = argparse.ArgumentParser(prog="scripts/bench", add_help=True)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--patience", type=float, default=5)
    parser.add_argument("--program", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds has to be at least 1")
    return options


def select(benchmarks, names):
    for name in names:
        if not any(name in known for known in benchmarks):
            sys.exit(f"unknown benchmark '{name}', expected one of {', '.join(benchmarks)}")
    return {
        known: run for known, run in benchmarks.items()
        if not names or any(name in known for name in names)}


def measure(benchmarks, rounds):
    """The rows of all benchmarks; says on standard error which one is at work."""
    rows = []
    for name, run in benchmarks.items():
        print(f"bench: {name}", file=sys.stderr, flush=True)
        rows += run(rounds)
    return rows


sys.exit(main())
