"""Whole trainings of small random networks."""

import random

import torch
import torch.nn.functional as F

import optimizers
import schedules
from activations import activations
from losses import batch_loss, entries, targets
from table import Table, decimals

hidden = list(activations)
names = list(optimizers.variants)
goals = [(loss, reduction) for loss in [*entries, "cross_entropy", "bce"]
         for reduction in ("batchmean", "mean", "sum")]
schedule_choices = [
    ("step", {"every": 2, "gamma": 0.5}), ("exponential", {"gamma": 0.8}),
    ("cosine", {"epochs": 6, "min": 0.001}),
    ("plateau", {"factor": 0.5, "patience": 0, "threshold": 0.05}),
    ("plateau", {"factor": 0.2, "patience": 1, "threshold": 0.2}),
]
rates = {"adadelta": 1.0, "momentum": 0.02, "nesterov": 0.02, "adagrad": 0.1}


def describe(number):
    """Everything about case `number` but its data and weights."""
    draw = random.Random(1000 + number)
    loss, reduction = goals[number % len(goals)]
    case = {
        "draw": draw, "inputs": draw.randint(1, 4), "samples": draw.randint(6, 14), "loss": loss,
        "reduction": reduction, "delta": draw.choice([1.0, 0.3]) if loss == "huber" else None,
        "epochs": draw.randint(3, 6), "name": names[number % len(names)],
    }
    case["batch"] = draw.choice([None, 1, 3, 4, 5])
    case["layers"] = layers(number, case)
    case["options"] = options(case)
    if draw.random() < 0.3:
        case["schedule"] = draw.choice(schedule_choices)
        case["warmup"] = draw.choice([0, 1, 2])
    if draw.random() < 0.25:
        case["clip"] = draw.choice([("norm", 0.05), ("norm", 0.5), ("value", 0.05)])
    if draw.random() < 0.35:
        case["l2"] = draw.choice([0.01, 0.1])
    if draw.random() < 0.2:
        case["l1"] = 0.02
    case["frozen"] = frozen(case) if draw.random() < 0.2 else []
    return case


def layers(number, case):
    """(kind, units, activation, alpha, own regularisers, bias) from the first layer to the last."""
    draw = case["draw"]
    result = []
    normalised = draw.random() < 0.25
    for depth in range(number // 2 % 4):
        activation = hidden[(number + 5 * depth) % len(hidden)]
        alpha = draw.choice(activations[activation][2])
        own = {"l2": 0.05} if draw.random() < 0.15 else {"l1": 0.01} if draw.random() < 0.1 else {}
        units = draw.randint(2, 5)
        if normalised:
            # What batchnorm takes off again, a bias or a β carried on linearly, has a gradient of 0
            # and rounding, which adam blows up.
            activation = "tanh" if activation == "linear" else activation
            alpha = draw.choice(activations[activation][2])
            result.append(("dense", units, "linear", None, own, False))
            result.append(("batchnorm", units, activation, alpha, {}, True))
            case["batch"] = draw.choice([None, 4])
            case["samples"] = draw.choice([8, 12, 14])
        else:
            result.append(("dense", units, activation, alpha, own, draw.random() < 0.9))
    last = {"cross_entropy": "softmax", "bce": "sigmoid"}.get(case["loss"])
    last = last or hidden[(number * 5 + 1) % len(hidden)]
    alpha = None if last == "softmax" else draw.choice(activations[last][2])
    units = draw.randint(2, 4) if last == "softmax" else draw.randint(1, 3)
    return [*result, ("dense", units, last, alpha, {}, True)]


def options(case):
    choices = optimizers.variants[case["name"]]
    chosen = dict(case["draw"].choice(choices))
    chosen["lr"] = rates.get(case["name"], 0.05 if case["name"] == "sgd" else 0.01)
    if case["reduction"] == "sum" and case["name"] in ("sgd", "momentum", "nesterov"):
        chosen["lr"] = 0.005
    return chosen


def frozen(case):
    first = "W1" if case["draw"].random() < 0.5 else "b1"
    return [first] if len(case["layers"]) < 3 else [first, f"W{len(case['layers'])}"]


def make_parameters(case):
    """Parameters by name, and the running statistics of the batchnorm layers."""
    draw, width = case["draw"], case["inputs"]
    parameters, statistics = {}, {}
    for number, (kind, units, _, _, _, bias) in enumerate(case["layers"], 1):
        if kind == "batchnorm":
            parameters[f"gamma{number}"] = [1 + g for g in decimals(draw, units, 0.2)]
            parameters[f"beta{number}"] = decimals(draw, units, 0.2)
            statistics[number] = (torch.zeros(units), torch.ones(units))
            continue
        flat = decimals(draw, units * width, 0.8)
        parameters[f"W{number}"] = [flat[k * width : (k + 1) * width] for k in range(units)]
        if bias:
            parameters[f"b{number}"] = decimals(draw, units, 0.3)
        width = units
    tensors = {name: torch.tensor(values) for name, values in parameters.items()}
    for name, tensor in tensors.items():
        tensor.requires_grad_(name not in case["frozen"])
    return tensors, statistics


def forward(case, parameters, statistics, x, training):
    """z of the last layer, and what comes out."""
    a = x
    for number, (kind, _, activation, alpha, _, _) in enumerate(case["layers"], 1):
        if kind == "batchnorm":
            z = F.batch_norm(
                a, *statistics[number], parameters[f"gamma{number}"], parameters[f"beta{number}"],
                training=training)
        else:
            z = F.linear(a, parameters[f"W{number}"], parameters.get(f"b{number}"))
        a = torch.softmax(z, 1) if activation == "softmax" else activations[activation][1](z, alpha)
    return z, a


def penalty(case, parameters):
    total = torch.zeros(())
    for number, (kind, _, _, _, own, _) in enumerate(case["layers"], 1):
        if kind == "dense":
            weights = parameters[f"W{number}"]
            total = total + own.get("l2", case.get("l2", 0)) / 2 * (weights**2).sum()
            total = total + own.get("l1", case.get("l1", 0)) * weights.abs().sum()
    return total


def objective(case, parameters, z, y):
    _, _, activation, alpha, _, _ = case["layers"][-1]
    loss = batch_loss(case["loss"], case["reduction"], case["delta"], activation, alpha, z, y)
    return loss + penalty(case, parameters)


def train(case, parameters, statistics, x, y):
    """Trains in the order of the rows and gives the loss of every batch."""
    free = [p for p in parameters.values() if p.requires_grad]
    optimizer = optimizers.make(case["name"], free, case["options"])
    kind, settings = case.get("schedule", ("off", {}))
    course = schedules.Course(kind, settings, case["options"]["lr"], case.get("warmup", 0))
    size = case["batch"] or len(x)
    losses = []
    for _ in range(case["epochs"]):
        for group in optimizer.param_groups:
            group["lr"] = course.rate
        seen = 0.0
        for begin in range(0, len(x), size):
            rows = slice(begin, begin + size)
            optimizer.zero_grad()
            z, _ = forward(case, parameters, statistics, x[rows], training=True)
            loss = objective(case, parameters, z, y[rows])
            loss.backward()
            clip(case, free)
            optimizer.step()
            losses.append(loss.item())
            seen += loss.item() * len(x[rows])
        course.end_epoch(seen / len(x))
    return losses


def clip(case, free):
    way, limit = case.get("clip", (None, None))
    if way == "norm":
        torch.nn.utils.clip_grad_norm_(free, limit)
    elif way == "value":
        torch.nn.utils.clip_grad_value_(free, limit)


def write_description(table, number, case):
    table.row(
        "case", number, inputs=case["inputs"], samples=case["samples"], batch=case["batch"],
        epochs=case["epochs"], l1=case.get("l1"), l2=case.get("l2"))
    table.row("loss", case["loss"], reduction=case["reduction"], delta=case["delta"])
    table.row("optimizer", case["name"], **case["options"])
    if "schedule" in case:
        kind, settings = case["schedule"]
        table.row("schedule", kind, **settings, warmup=case["warmup"] or None)
    if "clip" in case:
        table.row("clip", *case["clip"])
    if case["frozen"]:
        table.row("frozen", case["frozen"])
    for kind, units, activation, alpha, own, bias in case["layers"]:
        units = units if kind == "dense" else None
        off = None if bias else "off"
        table.row(
            "layer", kind, units=units, activation=activation, alpha=alpha, bias=off, **own)


def make_samples(case):
    draw, samples, outputs = case["draw"], case["samples"], case["layers"][-1][1]
    x = torch.tensor(decimals(draw, samples * case["inputs"], digits=2))
    y = torch.tensor(targets(case["loss"], draw, samples, outputs))
    return x.reshape(samples, case["inputs"]), y.reshape(samples, outputs)


def check_condition(number, final):
    """Stops where rounding errors grow so much that a comparison would say nothing."""
    case = describe(number)
    x, y = make_samples(case)
    parameters, statistics = make_parameters(case)
    shift = 1e-12
    with torch.no_grad():
        for place, values in enumerate(parameters.values()):
            values *= 1 + shift * torch.cos(torch.arange(values.numel()) + place).view_as(values)
    train(case, parameters, statistics, x, y)
    for name, values in parameters.items():
        moved = ((values - final[name]).abs() / (1e-2 + values.abs())).max()
        if moved > 1000 * shift:
            raise SystemExit(f"case {number}: {name} moves by {moved} for {shift}")


def write_case(table, number):
    case = describe(number)
    write_description(table, number, case)
    x, y = make_samples(case)
    parameters, statistics = make_parameters(case)
    table.row("x", x)
    table.row("y", y)
    for name, values in parameters.items():
        table.row("initial", name, values)
    table.row("batches", train(case, parameters, statistics, x, y))
    check_condition(number, parameters)
    for name, values in parameters.items():
        table.row("final", name, values)
    for layer, (mean, variance) in statistics.items():
        table.row("running", layer, mean=mean, variance=variance)
    with torch.no_grad():
        z, predictions = forward(case, parameters, statistics, x, training=False)
        loss = objective(case, parameters, z, y)
    if not all(torch.isfinite(values).all() for values in (z, predictions, loss)):
        raise SystemExit(f"case {number} diverges")
    table.row("evaluated", loss)
    table.row("predictions", predictions)


def write():
    table = Table(
        "networks", "Trainings of small networks on rows in their order. case, loss, optimizer and",
        "layer say what is trained; x [samples × inputs], y [samples × outputs]; initial and final",
        "parameters, W [units × inputs]; batches: the loss of every batch, regularisers included;",
        "plateau looks at the mean of each epoch over its samples, once the warm-up is over;",
        "running statistics; evaluated: the loss over all rows afterwards, in evaluation mode.")
    for number in range(96):
        write_case(table, number)
    table.save()
