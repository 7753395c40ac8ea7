"""The learning rate of every epoch under each schedule, with and without warm-up."""

import torch
from torch.optim import lr_scheduler

from table import Table


def make(kind, optimizer, options):
    if kind == "step":
        return lr_scheduler.StepLR(optimizer, options["every"], options.get("gamma", 0.1))
    if kind == "exponential":
        return lr_scheduler.ExponentialLR(optimizer, options["gamma"])
    if kind == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimizer, options["epochs"], options.get("min", 0.0))
    if kind == "plateau":
        return lr_scheduler.ReduceLROnPlateau(optimizer, **options)
    return lr_scheduler.ConstantLR(optimizer, factor=1.0)


class Course:
    """The rate epoch by epoch: linear from base/N in the first epoch of the warm-up to base in its
    last, then the schedule from its own epoch 0 on."""

    def __init__(self, kind, options, base, warmup=0):
        self.kind, self.base, self.warmup, self.epoch = kind, base, warmup, 0
        self.optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
        self.scheduler = make(kind, self.optimizer, options)

    @property
    def rate(self):
        if self.epoch < self.warmup:
            return self.base * (self.epoch + 1) / self.warmup
        return self.optimizer.param_groups[0]["lr"]

    def end_epoch(self, loss):
        """Only plateau looks at the loss, and not at those of the warm-up."""
        self.epoch += 1
        if self.epoch <= self.warmup:
            return
        self.optimizer.step()
        self.scheduler.step(*[loss] if self.kind == "plateau" else [])


def rates(kind, options, base, count, warmup=0, losses=None):
    """The rates of `count` epochs. losses: those that plateau looks at, after the warm-up."""
    course = Course(kind, options, base, warmup)
    result = []
    for epoch in range(count):
        result.append(course.rate)
        course.end_epoch(losses[epoch - warmup] if losses and epoch >= warmup else None)
    return result


def sequential_rates(kind, options, base, count, warmup):
    """The same by PyTorch's own means: LinearLR, then the schedule."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=base)
    warm = lr_scheduler.LinearLR(optimizer, 1 / warmup, 1.0, warmup - 1)
    scheduler = lr_scheduler.SequentialLR(
        optimizer, [warm, make(kind, optimizer, options)], [warmup])
    result = []
    for _ in range(count):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return result


# A loss that falls, stalls, falls by less than the threshold, rises and falls again.
losses = [
    1.0, 0.8, 0.7, 0.7, 0.71, 0.69999, 0.72, 0.7, 0.7, 0.69, 0.5, 0.5, 0.49999, 0.49998, 0.6, 0.5,
    0.5, 0.5, 0.45, 0.45, 0.45, 0.45, 0.45, 0.44, 0.44,
]
cases = [
    ("off", {}, 6), ("step", {"every": 3}, 10), ("step", {"every": 2, "gamma": 0.5}, 12),
    ("step", {"every": 1, "gamma": 0.9}, 8), ("exponential", {"gamma": 0.95}, 12),
    ("exponential", {"gamma": 0.5}, 8), ("cosine", {"epochs": 10}, 24),
    ("cosine", {"epochs": 7, "min": 0.001}, 17), ("cosine", {"epochs": 1}, 4),
    ("plateau", {}, 26), ("plateau", {"patience": 2}, 26),
    ("plateau", {"factor": 0.5, "patience": 0}, 26),
    ("plateau", {"factor": 0.3, "patience": 3}, 26),
    ("plateau", {"factor": 0.5, "patience": 2, "threshold": 0.05}, 26),
]


def write():
    table = Table(
        "schedules", "schedule NAME option=… ⟨warmup=⟩ base= ⟨losses=⟩ rates=; one rate an epoch.",
        "losses: what plateau looks at, from the first epoch after the warm-up on.")
    for kind, options, count in cases:
        for warmup in (0, 1, 2, 5):
            seen = losses[: count - 1] + [losses[-1]] if kind == "plateau" else None
            found = rates(kind, options, 0.1, count + warmup, warmup, seen)
            if warmup >= 2 and kind != "plateau":
                other = sequential_rates(kind, options, 0.1, count + warmup, warmup)
                if any(abs(a - b) > 1e-15 for a, b in zip(found, other)):
                    raise SystemExit(f"{kind} {options} {warmup}: {found}, SequentialLR {other}")
            table.row(
                "schedule", kind, **options, warmup=warmup or None, base=0.1,
                losses=seen[: count - 1] if seen else None, rates=found)
    table.save()
