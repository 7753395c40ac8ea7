"""Paired measurements: two sides in turn, so that what disturbs one disturbs the other as well."""

import contextlib
import os
import statistics
import time


class Patience:
    """How long one comparison waits, in all, for other programs to leave the machine alone."""

    seconds = 5


class Comparison:
    """Seconds of `ours` and `theirs`, measured alternately in equally many rounds."""

    def __init__(self, ours, theirs):
        self.ours, self.theirs = list(ours), list(theirs)

    @property
    def seconds(self):
        return statistics.median(self.ours)

    @property
    def other_seconds(self):
        return statistics.median(self.theirs)

    def times_as_long(self):
        """How many times as long ours takes: the median over rounds, and its quartiles."""
        return summary([a / b for a, b in zip(self.ours, self.theirs)])

    def times_faster(self):
        return summary([b / a for a, b in zip(self.ours, self.theirs)])


def summary(values):
    """(median, lower quartile, upper quartile)"""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, low, high


def take_turns(measurements, rounds, rest=0):
    """Calls each of the functions once a round; returns the list of results of each.

    One round more goes before and is thrown away: it fills caches and starts threads. `rest` is how
    many seconds pass before each call.
    """
    results = [[] for _ in measurements]
    end = time.monotonic() + Patience.seconds
    for round in range(rounds + 1):
        while busy_cores() > 0.2 and time.monotonic() < end:
            time.sleep(0.2)
        for result, measure in zip(results, measurements):
            time.sleep(rest)
            value = measure()
            if round > 0:
                result.append(value)
    return results


def compare(ours, theirs, rounds):
    return Comparison(*take_turns([ours, theirs], rounds))


@contextlib.contextmanager
def cores(count):
    """What is started inside keeps to so many cores: the last, where the system is least busy."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[-count:]))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def core_count():
    return len(os.sched_getaffinity(0))


def busy_cores(span=0.05):
    """How many cores' worth of work the whole machine does right now."""
    before = processor_ticks()
    time.sleep(span)
    busy, ticks = (b - a for a, b in zip(before, processor_ticks()))
    return busy / max(1, ticks) * os.cpu_count()


def processor_ticks():
    """(at work, in all) since the machine started."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(word) for word in file.readline().split()[1:9]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)
