"""Trajectories of a few parameters under given gradients, and clipped gradients."""

import torch

from table import Table

start = [0.5, -1.25, 0.125, 2.0, -0.75]
# Parameter 3 gets its first gradient late, 4 a tiny one, 5 a large one once and then small ones.
gradients = [
    [0.3, 1.0, 0.0, 1e-9, 0.02],
    [0.25, -1.5, 0.0, -2e-9, 150.0],
    [0.21, 0.75, 0.0, 1e-9, -0.5],
    [-0.04, -0.5, 0.0, 3e-9, 0.1],
    [-0.11, 2.0, 0.6, 1e-9, 0.3],
    [0.02, -0.125, -0.4, -1e-9, 0.0],
    [0.0, 0.25, 0.0, 2e-9, -0.2],
    [0.07, -0.3, 0.1, 1e-9, 0.05],
    [0.35, 0.9, -0.2, 4e-9, 0.01],
    [-0.6, -1.1, 0.05, 1e-9, -0.03],
]

common = [{}, {"lr": 0.03}, {"lr": 0.05, "weight_decay": 0.1}]
adams = common + [
    {"beta1": 0.5}, {"beta2": 0.9}, {"eps": 0.01}, {"beta1": 0.0, "beta2": 0.5, "lr": 0.2},
]
amsgrads = [{"amsgrad": True, "beta2": 0.5}, {"amsgrad": True, "weight_decay": 0.3, "eps": 1e-3}]
variants = {
    "sgd": common + [
        {"momentum": 0.9}, {"momentum": 0.5, "dampening": 0.3},
        {"momentum": 0.8, "nesterov": True}, {"momentum": 0.8, "weight_decay": 0.2, "lr": 0.1},
    ],
    "momentum": common + [
        {"momentum": 0.5}, {"dampening": 0.25}, {"momentum": 0.7, "dampening": 0.5, "lr": 0.2},
        {"nesterov": True, "momentum": 0.6},
    ],
    "nesterov": common + [{"momentum": 0.5}, {"momentum": 0.7, "weight_decay": 0.1}],
    "rmsprop": common + [
        {"alpha": 0.9}, {"eps": 0.01}, {"momentum": 0.9}, {"centered": True},
        {"centered": True, "momentum": 0.5, "alpha": 0.8, "weight_decay": 0.1, "lr": 0.02},
    ],
    "adagrad": common + [
        {"lr_decay": 0.1}, {"eps": 0.01}, {"initial_accumulator_value": 0.5},
        {"lr_decay": 0.3, "initial_accumulator_value": 0.1, "weight_decay": 0.2, "lr": 0.5},
    ],
    "adam": adams + amsgrads,
    "adamw": adams + amsgrads,
    "adadelta": common + [{"rho": 0.5}, {"eps": 0.01}, {"rho": 0.95, "weight_decay": 0.2}],
    "adamax": adams,
    "nadam": adams + [
        {"momentum_decay": 0.05}, {"weight_decay": 0.1, "decoupled_weight_decay": True},
    ],
}
classes = {
    "sgd": torch.optim.SGD, "momentum": torch.optim.SGD, "nesterov": torch.optim.SGD,
    "rmsprop": torch.optim.RMSprop, "adagrad": torch.optim.Adagrad, "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW, "adadelta": torch.optim.Adadelta, "adamax": torch.optim.Adamax,
    "nadam": torch.optim.NAdam,
}


def make(name, parameters, options):
    """PyTorch's optimizer for our name and options, with our defaults."""
    arguments = dict(options)
    if name in ("sgd", "momentum", "nesterov"):
        arguments.setdefault("lr", 0.01)
    if name in ("momentum", "nesterov"):
        arguments.setdefault("momentum", 0.9)
    if name == "nesterov":
        arguments["nesterov"] = True
    if "beta1" in arguments or "beta2" in arguments:
        arguments["betas"] = (arguments.pop("beta1", 0.9), arguments.pop("beta2", 0.999))
    return classes[name](parameters, foreach=False, **arguments)


def trajectory(name, options):
    parameter = torch.tensor(start, requires_grad=True)
    optimizer = make(name, [parameter], options)
    for gradient in gradients:
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
        yield parameter.detach().clone()


def write():
    table = Table(
        "optimizers", "start VALUES; gradient VALUES, one line a step, the same for all;",
        "optimizer NAME option=…, then the parameters after each of the steps.")
    table.row("start", start)
    for gradient in gradients:
        table.row("gradient", gradient)
    for name, choices in variants.items():
        for options in choices:
            table.row("optimizer", name, **options)
            for values in trajectory(name, options):
                table.row("after", values)
    table.save()


def write_clipping():
    table = Table(
        "clipping", "clip norm|value LIMIT gradients= clipped=; the norm is that of all gradients.")
    vectors = [[3.0, -4.0], [0.1, 0.2, -0.2], [1e-3, 250.0, -1e3, 7.5], [0.0, 0.0], [5.0, -1.0]]
    for gradients in vectors:
        for limit in (0.25, 1.0, 5.0):
            parameter = torch.zeros(len(gradients), requires_grad=True)
            parameter.grad = torch.tensor(gradients)
            torch.nn.utils.clip_grad_norm_([parameter], limit)
            table.row("clip", "norm", limit, gradients=gradients, clipped=parameter.grad)
            parameter.grad = torch.tensor(gradients)
            torch.nn.utils.clip_grad_value_([parameter], limit)
            table.row("clip", "value", limit, gradients=gradients, clipped=parameter.grad)
    table.save()
