"""The format of the tables: one fact a line, words and key=value with blanks between them.

A list is a,b,c; a matrix is its rows one after the other. Numbers are written with as many digits
as it takes to read the same float64 again.
"""

import pathlib

import torch

folder = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "EngineTests" / "References"


class Table:
    def __init__(self, name, *explanation):
        self.path = folder / f"{name}.txt"
        self.lines = [f"# {line}" for line in explanation]
        self.lines.append(f"# Written by scripts/make-references with PyTorch {version()}.")

    def row(self, *words, **fields):
        pairs = [f"{key}={text(value)}" for key, value in fields.items() if value is not None]
        self.lines.append(" ".join([*map(text, words), *pairs]))

    def save(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join(self.lines) + "\n")


def version():
    return torch.__version__.split("+")[0]


def text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, torch.Tensor):
        value = value.detach().flatten().tolist()
    if isinstance(value, (list, tuple)):
        return ",".join(map(text, value))
    number = repr(value)
    return number[:-2] if number.endswith(".0") else number


def decimals(random, count, spread=1.0, digits=3):
    """Short random numbers: they are read exactly and keep the tables small."""
    return [round(random.gauss(0, spread), digits) for _ in range(count)]
