"""How the cost of a sample grows with width, depth, batch and threads: where it grows as the
arithmetic does, the time for a million multiplications stays the same."""

import statistics

import report
from measuring import core_count
from networks import write_random
from places import built
from processes import NN

HEADINGS = ["", "µs a sample", "µs a million multiplications", ""]
SAMPLES = 2048


def series():
    """(title, what is varied, [(its value, widths, batch, threads)])"""
    yield "Width: 64-N-10, batch 32", "N", [
        (n, (64, n, 10), 32, 1) for n in (4, 16, 64, 256, 1024)]
    yield "Depth: N hidden layers of 64, batch 32", "N", [
        (n, (64, *[64] * n, 10), 32, 1) for n in (1, 2, 4, 8, 16)]
    yield "Batch: 64-256-10, batch N", "N", [
        (n, (64, 256, 10), n, 1) for n in (1, 4, 16, 64, 256, 1024)]
    yield "Threads: 64-1024-1024-10, batch 128", "threads", [
        (n, (64, 1024, 1024, 10), 128, n) for n in range(1, min(core_count(), 8) + 1)]


def tables(rounds):
    """[(title, headings, rows)]"""
    result = []
    for title, name, points in series():
        times = [seconds_per_sample(*point[1:], rounds) for point in points]
        millions = [3e-6 * multiplications(point[1]) for point in points]
        costs = [time / work for time, work in zip(times, millions)]
        rows = [
            [str(point[0]), f"{time * 1e6:.3g}", f"{cost * 1e6:.3g}", bar(cost / max(costs))]
            for point, time, cost in zip(points, times, costs)]
        result.append((title, [name, *HEADINGS[1:]], rows))
    return result


def multiplications(widths):
    return sum(a * b for a, b in zip(widths, widths[1:]))


def seconds_per_sample(widths, batch, threads, rounds):
    """Training with plain gradient descent, which adds least to the products."""
    path = built / f"random-{SAMPLES}x{widths[0]}.npy"
    if not path.exists():
        write_random(path, SAMPLES, widths[0], widths[-1])
    hidden = [f"layer dense {width} relu" for width in widths[1:-1]]
    nn = NN(
        f"data load '{path}'", *hidden, f"layer dense {widths[-1]} softmax", "optimizer sgd",
        threads=threads)
    train = lambda epochs: nn.seconds(f"train {epochs} batch={batch} lr=0.01 quiet=on") / epochs
    epochs = max(1, round(0.03 / train(1)))
    seconds = statistics.median(train(epochs) for _ in range(rounds)) / SAMPLES
    nn.close()
    return seconds


def bar(share, width=30):
    return "█" * max(1, round(share * width))


def text(tables):
    return "\n\n".join(
        f"{title}\n{report.text(headings, rows)}" for title, headings, rows in tables)


def markdown(tables):
    return "\n\n".join(
        f"### {title}\n\n{report.markdown(headings, rows)}" for title, headings, rows in tables)
