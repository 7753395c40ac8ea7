"""Values and slopes of the activations, with 60 digits, checked against PyTorch.

mpmath and not PyTorch gives the numbers, because some of PyTorch's formulas are rough far from
zero: gelu and the slope of the sigmoid cancel, softplus is cut off at 20 (here at 700).
"""

import mpmath
import torch
import torch.nn.functional as F
from mpmath import mp, mpf

from table import Table

mp.dps = 60
points = [
    -800.0, -40.0, -20.5, -8.0, -2.25, -1.0, -0.3, -1e-5, -1e-12, -1e-300,
    0.0, 1e-300, 1e-12, 1e-5, 0.3, 0.75, 1.0, 3.0, 8.0, 20.5, 40.0, 800.0,
]
selu_alpha = mpf("1.6732632423543772848170429916717")
selu_scale = mpf("1.0507009873554804934193349852946")


def sigmoid(z):
    return 1 / (1 + mpmath.exp(-z)) if z >= 0 else mpmath.exp(z) / (1 + mpmath.exp(z))


def softplus(z):
    return mpmath.log1p(mpmath.exp(z)) if z < 0 else z + mpmath.log1p(mpmath.exp(-z))


def pair(value, slope):
    return lambda z, alpha: (value(z), slope(z))


def elu(z, alpha):
    return (z, 1) if z > 0 else (alpha * mpmath.expm1(z), alpha * mpmath.exp(z))


def selu(z, _):
    value, slope = elu(z, selu_alpha)
    return selu_scale * value, selu_scale * slope


def gelu(z, _):
    below = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
    density = mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mp.pi)
    return z * below, below + z * density


def swish(z, _):
    s = sigmoid(z)
    return z * s, s + z * s * sigmoid(-z)


def mish(z, _):
    t = mpmath.tanh(softplus(z))
    return z * t, t + z * mpmath.sech(softplus(z)) ** 2 * sigmoid(z)


# word: (value and slope, the same in PyTorch, the alphas to show)
activations = {
    "linear": (lambda z, a: (z, 1), lambda z, a: z * 1, [None]),
    "sigmoid": (
        pair(sigmoid, lambda z: sigmoid(z) * sigmoid(-z)), lambda z, a: torch.sigmoid(z), [None]),
    "tanh": (pair(mpmath.tanh, lambda z: mpmath.sech(z) ** 2), lambda z, a: torch.tanh(z), [None]),
    "relu": (lambda z, a: (z, 1) if z > 0 else (0, 0), lambda z, a: F.relu(z), [None]),
    "leaky_relu": (
        lambda z, a: (z, 1) if z > 0 else (a * z, a),
        lambda z, a: F.leaky_relu(z, a), [0.01, 0.2]),
    "elu": (elu, lambda z, a: F.elu(z, a), [1.0, 0.5]),
    "selu": (selu, lambda z, a: F.selu(z), [None]),
    "gelu": (gelu, lambda z, a: F.gelu(z), [None]),
    "swish": (swish, lambda z, a: F.silu(z), [None]),
    "softplus": (pair(softplus, sigmoid), lambda z, a: F.softplus(z, threshold=700), [None]),
    "softsign": (
        pair(lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
        lambda z, a: F.softsign(z), [None]),
    "mish": (mish, lambda z, a: F.mish(z), [None]),
}


def torch_pair(function, z, alpha):
    z = torch.tensor(z, requires_grad=True)
    value = function(z, alpha)
    value.backward()
    return value.item(), z.grad.item()


def agree(exact, rough):
    return abs(exact - rough) <= 1e-14 * max(1.0, abs(exact))


def write():
    table = Table(
        "activations", "activation NAME ⟨alpha=⟩ z= value=f(z) slope=f'(z); where f has a kink",
        "at 0, the slope there is that from the left, as in PyTorch.")
    for name, (exact, rough, alphas) in activations.items():
        for alpha in alphas:
            for z in points:
                value, slope = map(float, exact(mpf(z), None if alpha is None else mpf(alpha)))
                others = torch_pair(rough, z, alpha)
                if not (agree(value, others[0]) and agree(slope, others[1])):
                    raise SystemExit(f"{name}({z}): {value} {slope}, PyTorch {others}")
                table.row("activation", name, alpha=alpha, z=z, value=value, slope=slope)
    table.save()
