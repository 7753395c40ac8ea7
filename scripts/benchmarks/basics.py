"""What is measured without peers: against bare C, bare BLAS and CPython."""

import os
import random
import shutil
import subprocess
import sys

from measuring import Comparison, compare, cores, take_turns
from networks import ALL, DIGITS, LARGE, XOR
from places import Programs, built
from processes import NN, compiled, native
from report import Row, ratio

STRAIGHT = ("-O3", "-march=native", "-lm")
BLAS = ("-O3", "-march=native", "-I/usr/include/x86_64-linux-gnu", "-lopenblas")


def start_up(rounds):
    """(1) From start to exit, as it is built and as `scripts/install` puts it somewhere: a copy, which the
    system has in memory in larger pieces than what a linker has written."""
    launch, empty = compiled("launch", "-O2"), compiled("empty", "-O2")

    def starting(*command):
        with cores(1):
            result = subprocess.run(
                [launch, "25", *command], check=True, capture_output=True, text=True)
        return float(result.stdout)

    installed = shutil.copy(Programs.nn, built / "nn")
    size = os.path.getsize(installed) / 1e6
    for state, program, at_most in (("built", Programs.nn, 8), ("installed", installed, 3)):
        both = compare(
            lambda: starting(program, "-c", "print 1"), lambda: starting(empty), rounds)
        yield Row(
            f"nn -c 'print 1', start to exit, as {state}", "an empty C program", both,
            at_most=at_most, remark=f"the program has {size:.1f} MB")


def training_xor(rounds):
    """(2) The smallest network."""
    nn, epochs = opened(XOR), 200_000
    losses = []

    def bare():
        seconds, loss = native("xor", STRAIGHT, epochs)
        losses.append(loss)
        return seconds

    both = compare(lambda: fresh_epoch(nn, XOR, epochs), bare, rounds)
    yield Row(
        XOR.title, "a bare C loop", both, per="epoch",
        remark=f"loss {nn.number('loss'):.4g}, C {losses[-1]:.4g}")
    nn.close()


def training_products(work, at_most):
    """(3) Against the sum of the matrix products."""

    def measure(rounds):
        nn, epochs = opened(work), epochs_for(work)
        bare = lambda: native(
            "products", BLAS, epochs, work.samples, work.batch, *work.widths)[0]
        both = compare(lambda: fresh_epoch(nn, work, epochs), bare, rounds)
        yield Row(work.title, "its matrix products", both, per="epoch", at_most=at_most)
        nn.close()

    return measure


def two_threads(work, at_least):
    def measure(rounds):
        one, two, epochs = opened(work), opened(work, threads=2), epochs_for(work)
        both = compare(
            lambda: fresh_epoch(two, work, epochs), lambda: fresh_epoch(one, work, epochs), rounds)
        yield Row(f"{work.title}, 2 threads", "1 thread", both, per="epoch", at_least=at_least)
        one.close()
        two.close()

    return measure


def many_networks(rounds):
    """(4) 1,000 networks in one session."""
    nn = opened(XOR)
    block = "repeat 1000 { reset; train 1000 batch=all lr=0.5 quiet=on }"
    both = compare(
        lambda: nn.seconds(block),
        lambda: native("xor", STRAIGHT, 1_000_000)[0] * 1_000_000, max(3, rounds // 2))
    yield Row(
        "1,000 networks of XOR × 1,000 epochs", "a bare C loop of 1,000,000 epochs", both,
        seconds_at_most=1)
    nn.close()


def interpreter_loop(rounds):
    """(5) A loop of the language itself."""
    nn = NN()
    nn.send("let s = 0")
    count = 300_000
    loop = "for i in range(1, count + 1): s = s + i"
    in_script = f"count = {count}; s = 0; start = clock()\n{loop}\nprint(clock() - start)"
    in_function = (
        f"def run(count):\n s = 0\n {loop}\nstart = clock(); run({count}); print(clock() - start)")

    def python(text):
        with cores(1):
            result = subprocess.run(
                [sys.executable, "-c", "from time import perf_counter as clock\n" + text],
                check=True, capture_output=True, text=True)
        return float(result.stdout)

    ours, script, function = take_turns(
        [
            lambda: nn.seconds(f"for i in 1..{count} {{ let s = ($s + $i) }}"),
            lambda: python(in_script),
            lambda: python(in_function),
        ],
        rounds)
    name, version = "for i in … { let s = ($s + $i) }", sys.version.split()[0]
    yield Row(
        name, f"CPython {version}, a script", ratio(ours, script, count), at_most=1, per="turn")
    yield Row(name, "CPython, in a function", ratio(ours, function, count), per="turn")
    nn.close()


def parsing(rounds):
    """(6) A script of 100,000 lines, against Python's own parser on a tenth of as many."""
    script, python = built / "long.nn", built / "tenth.py"
    write_script(script, 0, "let k = 1", lines=100_000)
    write_script(python, 1, "k = 1", lines=10_000)

    def running(*command):
        with cores(1):
            result = subprocess.run(
                [compiled("launch", "-O2"), "1", *command], check=True, capture_output=True,
                text=True)
        return float(result.stdout)

    parse = "import ast, sys; ast.parse(open(sys.argv[1]).read())"
    check, form, peer = take_turns(
        [
            lambda: running(Programs.nn, "check", script),
            lambda: running(Programs.nn, "fmt", script),
            lambda: running(sys.executable, "-c", parse, python) * 10,
        ],
        max(3, rounds // 3))
    yield Row(
        "nn check of 100,000 lines", "CPython's ast.parse", ratio(check, peer),
        seconds_at_most=0.2)
    yield Row(
        "nn fmt of 100,000 lines", "CPython's ast.parse", ratio(form, peer), seconds_at_most=0.2)


def loading(rounds):
    """(7) A CSV file of 50,000 × 20 numbers."""
    path = write_table(built / "numbers.csv", rows=50_000, columns=20)
    nn = NN()
    both = compare(
        lambda: nn.seconds(f"data load '{path}'"), lambda: native("numbers", STRAIGHT, path)[0],
        max(3, rounds // 2))
    speed = path.stat().st_size / 1e6 / both.seconds
    yield Row(
        "data load of a CSV file, 50,000 × 20", "strtod over the file in C", both,
        remark=f"{speed:.0f} MB/s here")
    nn.close()


def memory(rounds):
    """(8) Anonymous memory after training, against the numbers that have to be there: the data once
    in float32, seven times the parameters, z and a of all layers and their deltas for a batch.
    Without snapshots, which take what their budget gives them."""
    work = LARGE
    nn = NN(*work.setup())
    nn.send("snapshots off")
    nn.seconds("; ".join([*work.start(), work.train(1)]))
    layers = list(zip(work.widths, work.widths[1:]))
    parameters = sum(units * (inputs + 1) for inputs, units in layers)
    data = work.samples * (work.widths[0] + work.widths[-1])
    batch = work.batch * (work.widths[0] + 3 * sum(work.widths[1:]))
    least = 4 * (data + 7 * parameters + batch)
    yield Row(
        f"memory after training {work.name}", "the numbers it needs",
        Comparison([nn.anonymous_memory()], [least]), at_most=1.3, unit="bytes")
    nn.close()


def opened(work, threads=1):
    nn = NN(*work.setup(), threads=threads)
    nn.seconds("; ".join([*work.start(), work.train(1)]))
    return nn


def fresh_epoch(nn, work, epochs):
    """Seconds of an epoch, from the first weights on."""
    nn.send(*work.start())
    return nn.seconds(work.train(epochs)) / epochs


def epochs_for(work):
    """Some tenths of a second, so that what comes before the first one hardly counts."""
    return {"digits": 400, "784-128-10": 12, "784-512-256-10": 4}[work.name]


#: Lines of nn, and what is much the same in Python.
LINES = [
    ("let rate = (0.1 * 2 + $k / 3)", "rate = 0.1 * 2 + k / 3"),
    ("layer dense 16 relu l2=0.001  # hidden", "layer(dense, 16, relu, l2=0.001)  # hidden"),
    ("train 10 batch=32 lr=0.01 quiet=on", "train(10, batch=32, lr=0.01, quiet=True)"),
    ("if loss < 0.1 {", "if loss < 0.1:"),
    ('  print "loss ${loss:3} after", epoch', '  print(f"loss {loss:.3} after", epoch)'),
    ("}", ""),
    ("set W1[1,2] 0.45; show weights layer=1", "w1[0, 1] = 0.45; show(weights, layer=1)"),
    ("assert accuracy >= 0.5 and loss < 2", "assert accuracy >= 0.5 and loss < 2"),
]


def write_script(path, side, first, lines):
    """One side of `LINES` over and over."""
    block = "".join(pair[side] + "\n" for pair in LINES)
    path.write_text(first + "\n" + block * (lines // len(LINES)))


def write_table(path, rows, columns):
    if not path.exists():
        source = random.Random(1)
        with open(path, "w", encoding="ascii") as file:
            print(*(f"c{k}" for k in range(columns)), sep=",", file=file)
            for _ in range(rows):
                print(*(f"{source.gauss(0, 100):.6g}" for _ in range(columns)), sep=",", file=file)
    return path


BENCHMARKS = {
    "start": start_up,
    "xor": training_xor,
    **{
        work.name: training_products(work, at_most)
        for work, at_most in zip(ALL[1:], (1.8, 1.35, 1.2))
    },
    "digits-threads": two_threads(DIGITS, None),
    "784-128-10-threads": two_threads(ALL[2], None),
    "784-512-256-10-threads": two_threads(LARGE, 1.7),
    "networks": many_networks,
    "loop": interpreter_loop,
    "parse": parsing,
    "csv": loading,
    "memory": memory,
}
