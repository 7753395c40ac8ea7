"""Losses: value, δ = ∂(loss of the sample)/∂z, and the slope of the whole loss."""

import random

import torch
import torch.nn.functional as F

from activations import activations
from table import Table, decimals

# word: the loss of each entry of prediction and target; the loss of a sample is the sum over them.
entries = {
    "mse": lambda p, y, delta: (p - y) ** 2,
    "mae": lambda p, y, delta: F.l1_loss(p, y, reduction="none"),
    "huber": lambda p, y, delta: F.huber_loss(p, y, reduction="none", delta=delta),
    "log_cosh": lambda p, y, delta: torch.log(torch.cosh(p - y)),
}
reductions = ["batchmean", "mean", "sum"]


def sample_losses(loss, reduction, delta, activation, alpha, z, y):
    """The loss of every sample [samples] for z and y [samples, outputs]."""
    if loss == "cross_entropy":
        return F.cross_entropy(z, y, reduction="none")
    if loss == "bce":
        return F.binary_cross_entropy_with_logits(z, y, reduction="none").sum(1)
    function = activations[activation][1]
    each = entries[loss](function(z, alpha), y, delta).sum(1)
    halved = loss == "mse" and reduction != "mean"
    return each / 2 if halved else each


def factor(loss, reduction, samples, outputs):
    """What the losses of the samples are multiplied with to give the loss of the batch."""
    if reduction == "sum":
        return 1
    if reduction == "mean" and loss != "cross_entropy":
        return 1 / (samples * outputs)
    return 1 / samples


def batch_loss(loss, reduction, delta, activation, alpha, z, y):
    each = sample_losses(loss, reduction, delta, activation, alpha, z, y)
    return each.sum() * factor(loss, reduction, *z.shape)


def ready_made(loss, reduction, delta, activation, alpha, z, y):
    """The same as the function of PyTorch says it, where there is one."""
    if reduction != "mean":
        return None
    prediction = z if loss in ("cross_entropy", "bce") else activations[activation][1](z, alpha)
    functions = {
        "mse": lambda: F.mse_loss(prediction, y),
        "mae": lambda: F.l1_loss(prediction, y),
        "huber": lambda: F.huber_loss(prediction, y, delta=delta),
        "bce": lambda: F.binary_cross_entropy_with_logits(z, y),
        "cross_entropy": lambda: F.cross_entropy(z, y),
    }
    return functions[loss]() if loss in functions else None


def targets(loss, draw, samples, outputs):
    if loss == "bce":
        return [draw.choice([0.0, 1.0, 1.0, 0.25]) for _ in range(samples * outputs)]
    if loss == "cross_entropy":
        rows = []
        for sample in range(samples):
            row = [0.0] * outputs
            row[draw.randrange(outputs)] += 0.75 if sample % 3 == 2 else 1.0
            if sample % 3 == 2:
                row[draw.randrange(outputs)] += 0.25
            rows += row
        return rows
    return decimals(draw, samples * outputs)


def write_case(table, loss, reduction, delta, activation, alpha, shape, z, y):
    z = torch.tensor(z).reshape(shape).requires_grad_()
    y = torch.tensor(y).reshape(shape)
    arguments = (loss, reduction, delta, activation, alpha, z, y)
    deltas, = torch.autograd.grad(sample_losses(*arguments).sum(), z)
    value = batch_loss(*arguments)
    slopes, = torch.autograd.grad(value, z)
    same = ready_made(*arguments)
    if same is not None and abs(same - value) > 1e-13 * max(1, abs(value)):
        raise SystemExit(f"{loss} {reduction}: {value} but PyTorch's own {same}")
    table.row(
        "loss", loss, reduction=reduction, delta=delta, activation=activation, alpha=alpha,
        samples=shape[0], outputs=shape[1], z=z, y=y, value=value, deltas=deltas, slopes=slopes)


def cases():
    """Loss, delta, activation, alpha."""
    yield "cross_entropy", None, "softmax", None
    yield "bce", None, "sigmoid", None
    for loss in entries:
        deltas = [1.0, 0.4] if loss == "huber" else [None]
        for delta in deltas:
            for activation, (_, _, alphas) in activations.items():
                yield loss, delta, activation, alphas[-1]


def write():
    table = Table(
        "losses", "loss NAME reduction= ⟨delta=⟩ activation= ⟨alpha=⟩ samples= outputs= z= y=",
        "value= deltas=∂(loss of the sample)/∂z slopes=∂(value)/∂z; z, y, deltas, slopes are",
        "[samples × outputs], sample after sample.")
    draw = random.Random(11)
    for loss, delta, activation, alpha in cases():
        for reduction in reductions:
            shape = (4, 3)
            z = decimals(draw, 12, spread=1.5, digits=2)
            write_case(
                table, loss, reduction, delta, activation, alpha, shape, z,
                targets(loss, draw, *shape))
    extremes = [-800.0, 0.0, 800.0, 40.0, -40.0, 1.0]
    for reduction in reductions:
        write_case(
            table, "cross_entropy", reduction, None, "softmax", None, (2, 3), extremes,
            [1.0, 0.0, 0.0, 0.0, 0.0, 1.0])
        # Weighted targets: those of a row need not add up to 1.
        write_case(
            table, "cross_entropy", reduction, None, "softmax", None, (3, 3),
            [0.5, -1.0, 0.25, 2.0, 1.0, -0.5, 0.0, 0.75, 1.5],
            [0.25, 0.125, 0.0, 1.0, 0.5, 1.0, 0.0, 0.0, 0.0])
        write_case(
            table, "bce", reduction, None, "sigmoid", None, (2, 3), extremes,
            [1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
    table.save()


def write_softmax():
    table = Table("softmax", "softmax z= value=; the values of the softmax of the list z.")
    lists = [
        [0.0], [1.0, 1.0], [0.5, -1.25, 2.0], [1.0, 2.0, 3.0, 4.0, 5.0], [800.0, 0.0, -800.0],
        [800.0, 799.0, 798.5], [-800.0, -801.0], [40.0, -40.0, 0.0], [1e-12, 0.0, -1e-12],
    ]
    for z in lists:
        table.row("softmax", z=z, value=torch.softmax(torch.tensor(z), 0))
    table.save()
