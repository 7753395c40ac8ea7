"""docs/benchmarks.md: what was measured, on which machine, with which versions."""

import platform
import re
import subprocess

import report
import scaling
from measuring import core_count
from places import here, page, root
from processes import compiler

PEERS = ("jax", "jaxlib", "torch", "scikit-learn", "numpy", "onnxruntime", "pandas", "polars")

INTRODUCTION = """\
# Benchmarks

Written by `scripts/bench --peers`. Both sides of a comparison ran in turn on the same cores,
{rounds} times after one round that does not count. Given are the medians; the ratio is the median
of those of neighbouring runs, and the middle half of them lies in the range beside it. Where peers
have two threads, 0.3 s pass before each run, since threads of theirs go on spinning after their work.
Another machine has other numbers.

Training is in float32. The peers have the same layers, data, first weights, batches, optimizer,
epochs and threads, each in the way its users write it who want speed: JAX as one compiled call
that scans over the batches of all epochs; PyTorch eager, with its data in memory and the fused
optimizer; scikit-learn's `MLPClassifier`, which for XOR has only the cross-entropy. All but XOR
are shuffled, each in its own order; the losses in the remarks are those of all rows after some
epochs that are not, first that of nn: they show that all compute the same. *Its matrix products*
are the calls of OpenBLAS's `cblas_sgemm` that training would need, alone and on one thread, with its
kernels for the vectors that the processor has; nn has products of its own. The networks with 784 inputs
see 5,000 rows of random numbers. Prediction counts what is in memory already, for nn with loss and
accuracy of all rows.

*Under 256 MB* a file eight times as large is read and trained on: `RLIMIT_DATA` is the limit, which
counts what a process has of its own and not the pages of files, as the system takes those back. That
memory (`RssAnon`) is looked at every 5 ms. The other side is a part of the file in memory, its times
multiplied by how many times larger the file is. This runs once.
"""

#: Written by hand, for the results as they stand: to be looked at again with each new page.
EXPLANATIONS = """\
## Where the time goes, and why an aim is missed or near

The two cores of the machine are shared with others, and times drift; ratios of neighbouring runs mean
something, single times do not.

- **digits and 784-128-10.** nn's own products take about as long as OpenBLAS's here. A third of the
  time of digits goes into adam, the loss and softmax, gathering the rows, and the activations.
- **784-512-256-10 and JAX.** Sums of products take four fifths of the time, within a tenth of what the
  processor can multiply. Of the rest, adam moves 15 MB a step and waits for the memory (5 %); packing
  takes as long, gathering the rows 2 %. A snapshot is 6 MB of new memory, which takes 2 % of an epoch, and
  up to a tenth where a virtual machine has to ask its host for it: so only every second epoch gets one.
  Taking the gradients of a few units as soon as they are there made no difference on Zen 5, nor did
  asking for adam's numbers or for C's lines during the product, nor having the system find all pages of
  a snapshot at once; with pages of 2 MB it took longer.
- **Other activations.** relu is the cheapest; all others take up to a tenth longer in the last network
  and up to half as long again in digits, and are ahead of JAX there as relu is.
- **Two threads.** They share first the samples of a batch, forward and back, then the units, whose
  gradients go into adam on the thread that has just computed them; nothing is added up between
  threads. Each reads all weights, of which the other has just written half. A thread whose core was
  taken by another process, or another machine on the same host, makes its batch wait; nn looks from
  time to time whether one thread alone is faster, and then goes on with one. With a busy process beside
  them two threads take a fifth longer than one for 784-128-10, and would take half as long again.
  digits has too little work in a batch for two.
- **Prediction on two threads.** It is over in a few milliseconds, and the system may wake a thread on
  the processor that its caller is on, where both take turns for longer than that; nn keeps it away from
  there. Products are half of the time, reading the inputs, which are doubles, a fifth: twice the bytes
  that onnxruntime reads. A tenth each goes into softmax and into counting the rows that are right, and
  some into the loss, of which onnxruntime is asked for the first only.
"""


SCALING = """\
## How cost grows

Training by plain gradient descent on 2,048 rows. A sample takes three multiplications for each
weight; where their time stays the same, cost grows as the arithmetic does. Small products pay for
what is around them, which is why narrow layers and small batches cost more. With
layers of 1,024 units, or 1,024 samples at a time, weights, z, a and δ no longer fit the second cache of
the processor.
"""


def write(rows, scalings, rounds):
    page.write_text("\n".join([
        INTRODUCTION.format(rounds=rounds), "## Machine and versions", "", *machine(), "",
        "## Results", "", report.markdown(report.HEADINGS, [row.cells() for row in rows]), "",
        EXPLANATIONS, SCALING, scaling.markdown(scalings), ""]))


def machine():
    return [
        f"- {processor()}, {core_count()} cores, {platform.system()} {platform.machine()}",
        f"- nn at commit {commit()}, {first_line('swift', '--version')}",
        f"- C: {first_line(compiler(), '--version')}; OpenBLAS {package('libopenblas-dev')}",
        f"- CPython {platform.python_version()}; " + ", ".join(versions()),
    ]


def processor():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        found = re.search(r"model name\s*: (.*)", file.read())
    return found.group(1) if found else platform.processor() or "unknown processor"


def commit():
    name = output("git", "-C", root, "rev-parse", "--short", "HEAD").strip()
    # The page itself changes with each run.
    changed = output("git", "-C", root, "status", "--porcelain", "--", "Sources", "Package.swift")
    return name + (" with changes" if changed else "")


def first_line(*command):
    text = output(*command)
    return text.splitlines()[0].split(" (")[0] if text else "unknown"


def package(name):
    return output("dpkg-query", "--show", "--showformat=${Version}", name) or "unknown"


def output(*command):
    try:
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def versions():
    pinned = dict(
        line.split("==") for line in (here / "requirements.txt").read_text().split()
        if "==" in line)
    return [f"{name} {pinned[name]}" for name in PEERS]
