"""Instructions instead of seconds: the same on a busy machine as on an idle one.

Each amount of work is counted twice, small and large; the difference, divided by how much more
work it was, has neither start-up nor loading in it.
"""

import re
import shutil
import subprocess

from places import Programs, built

XOR = "data xor; layer dense 4 sigmoid; layer dense 1 sigmoid; "
DIGITS = "data digits; layer dense 64 relu; layer dense 10 softmax; "

#: (what, small and large script, units between them, instructions per unit that are allowed)
COUNTS = [
    ("nn -c 'print 1'", None, "print 1", 1, 2_500_000),
    (
        "an epoch of XOR 2-4-1", XOR + "train 1000 batch=all", XOR + "train 11000 batch=all",
        10_000, 7_000),
    (
        "a step of 64-64-10, batch 32", DIGITS + "train 1 optimizer=adam",
        DIGITS + "train 11 optimizer=adam", 570, 300_000),
    (
        "a turn of a loop", "let s = 0", "let s = 0; for i in 1..10000 { let s = ($s + $i) }",
        10_000, 1_000),
]

#: (what, script, how much more than without looking is allowed)
WATCHED = [
    ("looking out while XOR 2-4-1 trains", XOR + "train 20000 batch=all", 0.15),
    ("looking out while 64-64-10 trains", DIGITS + "train 10 optimizer=adam", 0.03),
]

#: Texts that, said again and again, once made the parser look at the same places again and again.
PIECES = [
    "print (", "time {", "[", 'print "${', "a [1 2", "}\n", "x = 1\n", "data table { 0 -> \n", "a \\\n",
    'print "', "let x = [1,\n", "(((((\n", 'print (1 + "', "if x { ", "$a..", "a$b", "a(1)",
]

#: Mistakes that once were counted, and shown, through all of the row that they stand in.
MISTAKE = "let a = 1 +; "

#: How much more work a text of twice the length may be.
GROWTH = 2.1

#: What turns off all that training does besides training.
UNWATCHED = "snapshots off; diagnostics off; "


def run():
    """Prints the table of counts; 1 if one is above its bound."""
    if not shutil.which("valgrind"):
        print("there is no valgrind to count instructions with\n0 passed, 1 failed")
        return 1
    program = without_debugging_notes(Programs.nn)
    exceeded = 0
    for what, small, large, units, bound in COUNTS:
        before = instructions(program, "-c", small) if small else 0
        count = (instructions(program, "-c", large) - before) / units
        exceeded += count > bound
        verdict = "ABOVE" if count > bound else "below"
        print(f"{what:32} {count:14,.0f} instructions, {verdict} the bound of {bound:,}")
    start = instructions(program, "-c", "print 1")
    for what, script, bound in WATCHED:
        bare = instructions(program, "-c", UNWATCHED + script) - start
        share = (instructions(program, "-c", script) - start) / bare - 1
        exceeded += share > bound
        verdict = "ABOVE" if share > bound else "below"
        print(f"{what:38} {share:8.2%} more instructions, {verdict} the bound of {bound:.0%}")
    for what, check, length in [("texts", checking, 4_000), ("rows of mistakes", checking_row, 500)]:
        growth = (check(program, 2 * length) - start) / (check(program, length) - start)
        exceeded += growth > GROWTH
        verdict = "ABOVE" if growth > GROWTH else "below"
        print(f"{what} of twice the length cost {growth:.2f} times as much, {verdict} the bound of {GROWTH}")
    print(f"{len(COUNTS) + len(WATCHED) + 2 - exceeded} passed, {exceeded} failed")
    return 1 if exceeded else 0


def checking(program, length):
    """Instructions to find the mistakes in texts of about this many bytes."""
    paths = []
    for index, piece in enumerate(PIECES):
        for end in ["", "\n"]:
            paths.append(built / f"piece-{index}-{len(end)}.nn")
            paths[-1].write_text((piece + end) * (length // len(piece + end)))
    return instructions(program, "check", *paths, status=1)


def checking_row(program, mistakes):
    """Instructions to find and show so many mistakes in one row."""
    path = built / "row.nn"
    path.write_text(MISTAKE * mistakes)
    return instructions(program, "check", path, status=1)


def without_debugging_notes(program):
    """A copy that valgrind can read."""
    copy = built / "nn-to-count"
    built.mkdir(parents=True, exist_ok=True)
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def instructions(*command, status=0):
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
        capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != status or not found:
        raise RuntimeError(result.stderr.strip())
    return int(found.group(1))
