"""Losses whose samples have weights, as PyTorch's `weight=` has them for classes."""

import random

import torch
import torch.nn.functional as F

from table import Table, decimals


def balanced(labels, classes):
    """n / (K n_k), written out from the documentation of scikit-learn's class_weight."""
    counts = [labels.count(k) for k in range(classes)]
    return [len(labels) / (classes * count) for count in counts]


def write():
    table = Table(
        "weights", "weights LOSS outputs= labels= classes=the weight of each class z= value= slopes=",
        "value: over all samples, slopes: ∂(value)/∂z, [samples × outputs], sample after sample.")
    draw = random.Random(17)
    for classes, labels in [(2, [0] * 7 + [1] * 2), (3, [0, 0, 0, 0, 1, 2, 2, 0]), (4, [3, 0, 1, 2, 3])]:
        weight = balanced(labels, classes)
        z = torch.tensor(decimals(draw, len(labels) * classes, digits=2))
        z = z.reshape(len(labels), classes).requires_grad_()
        # Over all samples the weights add up to n, so that PyTorch's mean over weights is ours.
        value = F.cross_entropy(z, torch.tensor(labels), weight=torch.tensor(weight))
        slopes, = torch.autograd.grad(value, z)
        table.row(
            "weights", "cross_entropy", outputs=classes, labels=labels, classes=weight, z=z,
            value=value, slopes=slopes)
    labels = [0] * 6 + [1] * 2
    weight = balanced(labels, 2)
    z = torch.tensor(decimals(draw, len(labels), digits=2)).reshape(-1, 1).requires_grad_()
    y = torch.tensor([[float(label)] for label in labels])
    each = torch.tensor([[weight[label]] for label in labels])
    functions = {
        "bce": lambda: F.binary_cross_entropy_with_logits(z, y, weight=each),
        "mse": lambda: (each * (z - y) ** 2).sum() / (2 * len(labels)),
    }
    for loss, function in functions.items():
        value = function()
        slopes, = torch.autograd.grad(value, z)
        table.row(
            "weights", loss, outputs=1, labels=labels, classes=weight, z=z, value=value,
            slopes=slopes)
    table.save()
