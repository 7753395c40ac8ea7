"""The networks that are trained, each in the words of nn and of its peers."""

import array
import csv
import gzip
import random
import struct
from dataclasses import dataclass

from places import built, root

#: Where XOR starts from; xor.c has the same numbers. Rows of W are units.
XOR_WEIGHTS = (
    ([[0.5, -0.4], [0.9, 1.0], [-0.6, 0.8], [0.3, -0.7]], [0, 0, 0, 0]),
    ([[-1.2, 1.1, 0.7, -0.5]], [0]),
)


@dataclass(frozen=True)
class Work:
    """One network with its data and how it is trained, in float32."""

    name: str
    title: str
    widths: tuple
    samples: int
    #: None is all
    batch: int | None
    #: epochs, in the order of the rows, after which the losses of all are compared
    check: int

    @property
    def is_xor(self):
        return self.batch is None

    def setup(self):
        """The statements of nn that describe it. Weights are drawn by nn and read by its peers."""
        if self.is_xor:
            return ["data xor", "layer dense 4 sigmoid", "layer dense 1 sigmoid", "optimizer sgd"]
        name = "data digits" if self.name == "digits" else f"data load '{self.table()}'"
        hidden = [f"layer dense {width} relu" for width in self.widths[1:-1]]
        return [name, *hidden, f"layer dense {self.widths[-1]} softmax", "optimizer adam lr=0.001"]

    def start(self):
        """The statements that go back to the first weights."""
        if not self.is_xor:
            return ["reset"]
        sets = [f"set W{k} {w}; set b{k} {b}" for k, (w, b) in enumerate(XOR_WEIGHTS, 1)]
        return ["reset", *sets]

    def train(self, epochs, shuffle=True):
        rest = "batch=all lr=0.5" if self.is_xor else f"batch={self.batch}"
        return f"train {epochs} {rest} quiet=on" + ("" if shuffle else " shuffle=off")

    def table(self):
        """The file of random data: uniform inputs around the faint pattern of their class."""
        path = built / f"random-{self.samples}x{self.widths[0]}.npy"
        if not path.exists():
            write_random(path, self.samples, self.widths[0], self.widths[-1])
        return path


XOR = Work("xor", "XOR 2-4-1 sigmoid, full batch, SGD", (2, 4, 1), 4, None, 1000)
DIGITS = Work("digits", "digits 64-64-10 ReLU, batch 32, Adam", (64, 64, 10), 1797, 32, 5)
MIDDLE = Work("784-128-10", "784-128-10 ReLU, batch 32, Adam", (784, 128, 10), 5000, 32, 2)
LARGE = Work(
    "784-512-256-10", "784-512-256-10 ReLU, batch 128, Adam", (784, 512, 256, 10), 5000, 128, 2)
ALL = (XOR, DIGITS, MIDDLE, LARGE)


def write_random(path, rows, inputs, classes):
    source = random.Random(1)
    patterns = [[source.random() for _ in range(inputs)] for _ in range(classes)]
    numbers = array.array("f")
    for row in range(rows):
        pattern = patterns[row % classes]
        numbers.extend(0.1 * center + 0.9 * source.random() for center in pattern)
        numbers.append(row % classes)
    write_npy(path, rows, inputs + 1, numbers)


def write_npy(path, rows, columns, numbers):
    """A little-endian float32 matrix in the format of numpy, version 1.0."""
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}"
    header += " " * (-(10 + len(header) + 1) % 64) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        numbers.tofile(file)


def write_digits(path):
    """The digits that come with nn as a file for its peers; the class is the last column."""
    source = root / "Sources" / "CDatasets" / "data" / "digits.csv.gz"
    with gzip.open(source, "rt", newline="") as file:
        rows = list(csv.reader(file))[1:]
    numbers = array.array("f", (float(cell) for row in rows for cell in row))
    write_npy(path, len(rows), len(rows[0]), numbers)
