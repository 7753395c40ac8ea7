"""Files eight times as large as the memory: `data stream` against `data load` of a part of them."""

import array
import contextlib
import threading
import time

from basics import write_table
from measuring import Comparison
from places import built
from processes import NN
from report import Row

LIMIT = 256 << 20
TIMES = 8
#: The part is read in memory, without a limit.
PARTS = 40
COLUMNS = 20

NETWORK = ["layer dense 32 relu", "layer dense 1", "optimizer adam lr=0.001", "snapshots off"]
EPOCH = "train 1 batch=32 quiet=on"


def streaming(rounds):
    """(9) 2 GB under 256 MB: the first pass, which writes the cache, an epoch, and the most memory of
    its own that the process had at any time (RssAnon, looked at every 5 ms; RLIMIT_DATA holds it to
    the limit). The file is the part many times over. Once: the disk is the slowest part of it."""
    built.mkdir(parents=True, exist_ok=True)
    part = write_table(built / "part.csv", rows=LIMIT * TIMES // PARTS // 160, columns=COLUMNS)
    with big_table(part) as path:
        yield from compared(path, part, "CSV")


def mapping(rounds):
    """(9) The same of an array of NumPy, in float32, which has no cache."""
    built.mkdir(parents=True, exist_ok=True)
    part = built / "part.npy"
    values = array.array("f", (k * 7919 % 1009 / 256 for k in range(10_000 * COLUMNS)))
    write_array(part, values.tobytes(), LIMIT * TIMES // PARTS // len(values) // 4)
    path = built / "big.npy"
    try:
        write_array(path, values.tobytes(), LIMIT * TIMES // len(values) // 4)
        yield from compared(path, part, ".npy")
    finally:
        path.unlink(missing_ok=True)


def compared(path, part, kind):
    """Rows of a file under the limit against a part of it in memory."""
    size = path.stat().st_size
    whole = NN(memory=LIMIT)
    with peak(whole) as most:
        first = whole.seconds(f"data stream '{path}' task=regression")
        whole.send(*NETWORK)
        epoch = whole.seconds(EPOCH)
    read = NN()
    loaded = read.seconds(f"data load '{part}' task=regression")
    read.send(*NETWORK)
    trained = read.seconds(EPOCH)
    times = whole.number("samples") / read.number("samples")
    whole.close()
    read.close()
    name = f"{size / 1e9:.1f} GB of {kind} under {LIMIT >> 20} MB"
    against = f"in memory, {1 / times:.3f} of it, in proportion"
    yield Row(
        f"data stream, {name}", against, Comparison([first], [loaded * times]),
        remark=f"{size / 1e6 / first:.0f} MB/s, the first time")
    yield Row(f"an epoch of 20-32-1 over {name}", against, Comparison([epoch], [trained * times]))
    yield Row(
        f"most anonymous memory, {name}", "the limit", Comparison([max(most)], [LIMIT]), at_most=1,
        unit="bytes")


@contextlib.contextmanager
def big_table(part):
    """The rows of a table so many times that they are larger than the limit by a factor."""
    path, cache = built / "big.csv", built / "big.csv.nncache"
    header, rows = part.read_bytes().split(b"\n", 1)
    try:
        with open(path, "wb") as file:
            file.write(header + b"\n")
            while file.tell() < LIMIT * TIMES:
                file.write(rows)
        yield path
    finally:
        path.unlink(missing_ok=True)
        cache.unlink(missing_ok=True)


def write_array(path, block, times):
    """A .npy file of float32 whose rows are a block so many times."""
    shape = (times * len(block) // (4 * COLUMNS), COLUMNS)
    header = str({"descr": "<f4", "fortran_order": False, "shape": shape}).ljust(117) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode())
        for _ in range(times):
            file.write(block)


@contextlib.contextmanager
def peak(nn):
    """Collects how much memory of its own a process has while something runs."""
    found, is_over = [nn.anonymous_memory()], threading.Event()

    def look():
        while not is_over.is_set():
            found.append(nn.anonymous_memory())
            time.sleep(0.005)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()


BENCHMARKS = {"stream": streaming, "stream-npy": mapping}
