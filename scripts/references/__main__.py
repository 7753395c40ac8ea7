"""Writes the tables that are named, or all of them."""

import sys

import torch

import activations
import initializers
import layers
import losses
import networks
import optimizers
import schedules
import weights

writers = {
    "activations": activations.write,
    "softmax": losses.write_softmax,
    "losses": losses.write,
    "optimizers": optimizers.write,
    "clipping": optimizers.write_clipping,
    "schedules": schedules.write,
    "initializers": initializers.write,
    "batchnorm": layers.write,
    "networks": networks.write,
    "weights": weights.write,
}

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
names = sys.argv[1:] or list(writers)
for name in names:
    if name not in writers:
        sys.exit(f"unknown table '{name}', expected one of {', '.join(writers)}")
for name in names:
    writers[name]()
