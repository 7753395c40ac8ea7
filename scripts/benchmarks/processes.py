"""The sides of a comparison as processes: nn itself, and C programs."""

import os
import re
import resource
import shutil
import subprocess

from measuring import cores
from places import Programs, built, here

UNITS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0}


class NN:
    """An nn that stays open and runs what is sent to it."""

    def __init__(self, *statements, threads=1, memory=None):
        """`memory`: the most bytes of its own that it may have (RLIMIT_DATA)."""
        limit = memory and (lambda: resource.setrlimit(resource.RLIMIT_DATA, (memory, memory)))
        with cores(threads):
            self.process = subprocess.Popen(
                [Programs.nn], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True, encoding="utf-8", bufsize=1, preexec_fn=limit)
        self.send(f"threads {threads}", *statements)

    def send(self, *statements):
        for statement in statements:
            self.process.stdin.write(statement + "\n")
        self.process.stdin.flush()

    def seconds(self, statements):
        """How long a block of statements takes, as `time` says."""
        self.send(f"time {{ {statements} }}")
        return self.read_time()

    def read_time(self):
        for line in self.process.stderr:
            if ": error:" in line:
                raise RuntimeError(f"nn: {line.strip()}\n{self.process.stderr.read()}")
            if line.startswith("time: "):
                return parse_time(line)
        raise RuntimeError("nn ended before it said how long that took")

    def anonymous_memory(self):
        """The bytes of memory that are its own now, not those of files."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            found = next(line for line in file if line.startswith("RssAnon"))
        return int(found.split()[1]) * 1024

    def number(self, expression):
        """The value of an expression."""
        self.send("digits 9", f"print {expression}")
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"nn: {self.process.stderr.read().strip()}")
        return float(line)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()


def parse_time(line):
    """The seconds in `time: 45.2 ms` or `time: 1 min 3 s`."""
    return sum(
        float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.e+-]+) (\S+)", line[6:]))


def compiler():
    for name in ("clang", "cc", "gcc"):
        if shutil.which(name):
            return name
    raise RuntimeError("there is no C compiler in PATH")


def compiled(name, *flags):
    """Compiles the C program of that name, where it is newer than its binary."""
    source, binary = here / f"{name}.c", built / name
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        built.mkdir(parents=True, exist_ok=True)
        subprocess.run([compiler(), "-o", binary, source, *flags], check=True)
    return binary


def native(name, flags, *arguments, threads=1):
    """Runs a C program that prints seconds, and returns them."""
    binary = compiled(name, *flags)
    environment = {**os.environ, **openblas_kernels(), "OPENBLAS_NUM_THREADS": "1"}
    with cores(threads):
        result = subprocess.run(
            [binary, *map(str, arguments)], check=True, capture_output=True, text=True,
            env=environment)
    return [float(word) for word in result.stdout.split()]


def openblas_kernels():
    """Which kernels OpenBLAS shall use: it takes processors younger than itself for very old ones."""
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        flags = set(next((line for line in file if line.startswith("flags")), "").split())
    for feature, kernels in [("avx512bw", "SKYLAKEX"), ("avx2", "HASWELL")]:
        if feature in flags:
            return {"OPENBLAS_CORETYPE": kernels}
    return {}
