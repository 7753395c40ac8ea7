"""Batch normalisation: forward, backward, running statistics, evaluation."""

import random

import torch
import torch.nn.functional as F

from activations import activations
from table import Table, decimals


def write_case(table, draw, activation, alpha, samples, units):
    x = torch.tensor(decimals(draw, samples * units, 2.0)).reshape(samples, units).requires_grad_()
    y = torch.tensor(decimals(draw, samples * units)).reshape(samples, units)
    gamma = torch.tensor(decimals(draw, units)).requires_grad_()
    beta = torch.tensor(decimals(draw, units)).requires_grad_()
    mean = torch.tensor(decimals(draw, units))
    variance = torch.tensor(decimals(draw, units)).abs() + 0.5
    fields = {"x": x, "y": y, "gamma": gamma, "beta": beta}
    fields |= {"mean": mean.clone(), "variance": variance.clone()}
    function = activations[activation][1]
    evaluated = function(F.batch_norm(x, mean, variance, gamma, beta), alpha)
    z = F.batch_norm(x, mean, variance, gamma, beta, training=True)
    z.retain_grad()
    a = function(z, alpha)
    loss = ((a - y) ** 2).sum() / (2 * samples)
    loss.backward()
    table.row(
        "batchnorm", activation=activation, alpha=alpha, samples=samples, units=units, **fields,
        z=z, a=a, loss=loss, deltas=z.grad * samples, dgamma=gamma.grad, dbeta=beta.grad,
        dx=x.grad * samples, newmean=mean, newvariance=variance, evaluated=evaluated)


def write():
    table = Table(
        "batchnorm", "One case a line; x, y, z, a, deltas, dx, evaluated are [samples × units].",
        "loss: mse over the batch; deltas and dx: slopes of (samples · loss) by z and x; newmean,",
        "newvariance: running statistics after the batch; evaluated: f(z) with mean and variance.")
    draw = random.Random(5)
    for activation, alpha, samples, units in [
        ("linear", None, 6, 2), ("relu", None, 8, 3), ("tanh", None, 2, 4), ("elu", 0.7, 5, 1),
        ("sigmoid", None, 16, 2), ("gelu", None, 7, 3),
    ]:
        write_case(table, draw, activation, alpha, samples, units)
    table.save()
