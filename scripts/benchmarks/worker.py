"""A peer as a process that stays open: one line of JSON says what to train, then each line is a
request, and each is answered with one number."""

import json
import struct
import sys
import time

import numpy


def serve(make):
    """Answers requests with the trainer that `make(work)` returns.

    A trainer has `reset()`, `train(epochs, shuffle)` and `loss()`; `train` returns when all is
    computed.
    """
    work = json.loads(sys.stdin.readline())
    trainer = make(work)
    for line in sys.stdin:
        verb, *words = line.split()
        print(ANSWERS[verb](trainer, *map(int, words)), flush=True)


def seconds(trainer, epochs):
    """How long so many epochs take from the first weights on."""
    trainer.reset()
    start = time.perf_counter()
    trainer.train(epochs, shuffle=True)
    return time.perf_counter() - start


def loss(trainer, epochs):
    """The loss over all rows after so many epochs with the rows in their order."""
    trainer.reset()
    trainer.train(epochs, shuffle=False)
    return float(trainer.loss())


ANSWERS = {"seconds": seconds, "loss": loss}


def data(work):
    """Inputs [samples, inputs] and classes [samples], or for XOR targets [samples, 1]."""
    if work["data"] is None:
        x = numpy.array([[0, 0], [0, 1], [1, 0], [1, 1]], numpy.float32)
        return x, numpy.array([[0], [1], [1], [0]], numpy.float32)
    table = numpy.load(work["data"])
    return numpy.ascontiguousarray(table[:, :-1]), table[:, -1].astype(numpy.int64)


def weights(work):
    """[(W [units, inputs], b [units]), …] from a model that nn saved."""
    with open(work["model"], "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, numbers = json.loads(file.read(length)), file.read()

    def tensor(name):
        entry = header[name]
        start, end = entry["data_offsets"]
        return numpy.frombuffer(numbers[start:end], numpy.float32).reshape(entry["shape"]).copy()

    layers = range(1, len(work["widths"]))
    return [(tensor(f"layers.{k}.weight"), tensor(f"layers.{k}.bias")) for k in layers]
