"""Rows of results, and how they are written: for the terminal, and as Markdown."""

from dataclasses import dataclass

from measuring import Comparison


def ratio(ours, theirs, count=1):
    """A comparison of what was measured already, per one of `count`."""
    return Comparison([a / count for a in ours], [b / count for b in theirs])


@dataclass
class Row:
    """One comparison. With `at_least` it is told how many times faster nn is, else how many times
    as long it takes."""

    work: str
    against: str
    both: Comparison
    per: str = ""
    at_most: float | None = None
    at_least: float | None = None
    seconds_at_most: float | None = None
    faster: bool = False
    remark: str = ""
    unit: str = "seconds"

    def cells(self):
        is_factor = self.faster or self.at_least is not None
        middle, low, high = (
            self.both.times_faster() if is_factor else self.both.times_as_long())
        word = "faster" if is_factor else "as long" if self.unit == "seconds" else "as much"
        return [
            self.work, self.against, self.amount(self.both.seconds),
            self.amount(self.both.other_seconds), f"{number(middle)} × {word}",
            f"{number(low)} … {number(high)}", self.target(middle), self.remark]

    def amount(self, value):
        return duration(value, self.per) if self.unit == "seconds" else f"{value / 1e6:.3g} MB"

    def target(self, middle):
        if self.seconds_at_most is not None:
            holds = self.both.seconds <= self.seconds_at_most
            return verdict(holds, f"≤ {self.seconds_at_most} s")
        if self.at_most is not None:
            return verdict(middle <= self.at_most, f"≤ {self.at_most} ×")
        if self.at_least is not None:
            return verdict(middle >= self.at_least, f"≥ {self.at_least} ×")
        return ""


HEADINGS = ["work", "against", "nn", "other", "nn is", "middle half", "aim", "remark"]


def verdict(holds, aim):
    return f"{aim} {'reached' if holds else 'missed'}"


def number(value):
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.3g}" if value >= 10 else f"{value:.2f}"


def duration(seconds, per):
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" + (f"/{per}" if per else "")
    return f"{seconds / 1e-9:.3g} ns" + (f"/{per}" if per else "")


def text(headings, rows):
    """A table with columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(headings, *rows)]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
        for line in lines)


def markdown(headings, rows):
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
