"""Bounds and standard deviations that PyTorch's initialisers draw with."""

import torch
from torch.nn import init

from table import Table

makers = {
    "xavier": lambda w: init.xavier_uniform_(w),
    "xavier_normal": lambda w: init.xavier_normal_(w),
    "he": lambda w: init.kaiming_normal_(w, nonlinearity="relu"),
    "he_uniform": lambda w: init.kaiming_uniform_(w, nonlinearity="relu"),
    "lecun": lambda w: init.kaiming_normal_(w, nonlinearity="linear"),
    "uniform": lambda w: init.uniform_(w, -0.5, 0.5),
    "normal": lambda w: init.normal_(w, 0.0, 0.1),
    "zeros": lambda w: init.zeros_(w),
}


def drawn_with(maker, units, inputs):
    """The distribution and its spread that reach the generator of random numbers."""
    seen = {"bound": 0.0}
    uniform, normal = torch.Tensor.uniform_, torch.Tensor.normal_

    def note_uniform(self, a, b, generator=None):
        seen.clear()
        seen["bound"] = float(b)
        assert a == -b
        return uniform(self, a, b)

    def note_normal(self, mean, std, generator=None):
        seen.clear()
        seen["std"] = float(std)
        assert mean == 0
        return normal(self, mean, std)

    torch.Tensor.uniform_, torch.Tensor.normal_ = note_uniform, note_normal
    try:
        maker(torch.empty(units, inputs))
    finally:
        torch.Tensor.uniform_, torch.Tensor.normal_ = uniform, normal
    return seen


def write():
    table = Table(
        "initializers", "initializer NAME units= inputs= and bound= (uniform between ±bound) or",
        "std= (normal around 0) of the weights [units × inputs].")
    for name, maker in makers.items():
        for units, inputs in ((120, 300), (300, 50)):
            table.row(
                "initializer", name, units=units, inputs=inputs, **drawn_with(maker, units, inputs))
    table.save()
