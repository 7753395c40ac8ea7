"""PyTorch, eager, as its users write it who want speed: data in memory, no loader, the fused
optimizer."""

import torch
import worker
from torch import nn
from torch.nn import functional


class Trainer:
    def __init__(self, work):
        torch.set_num_threads(work["threads"])
        x, y = worker.data(work)
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(y)
        self.batch, self.start = work["batch"], worker.weights(work)
        activation = nn.Sigmoid if self.batch is None else nn.ReLU
        layers = []
        for inputs, units in zip(work["widths"], work["widths"][1:]):
            layers += [nn.Linear(inputs, units), activation()]
        # Softmax is part of the cross-entropy.
        self.model = nn.Sequential(*(layers if self.batch is None else layers[:-1]))

    def reset(self):
        torch.manual_seed(0)
        linear = [layer for layer in self.model if isinstance(layer, nn.Linear)]
        with torch.no_grad():
            for layer, (w, b) in zip(linear, self.start):
                layer.weight.copy_(torch.from_numpy(w))
                layer.bias.copy_(torch.from_numpy(b))
        parameters = self.model.parameters()
        self.optimizer = (
            torch.optim.SGD(parameters, lr=0.5, fused=True) if self.batch is None
            else torch.optim.Adam(parameters, lr=1e-3, fused=True))

    def train(self, epochs, shuffle):
        for _ in range(epochs):
            if self.batch is None:
                self.step(self.x, self.y)
                continue
            count = len(self.x)
            order = torch.randperm(count) if shuffle else torch.arange(count)
            for rows in order.split(self.batch):
                self.step(self.x[rows], self.y[rows])

    def step(self, x, y):
        self.optimizer.zero_grad()
        self.error(x, y).backward()
        self.optimizer.step()

    def error(self, x, y):
        if self.batch is None:
            return functional.mse_loss(self.model(x), y) / 2
        return functional.cross_entropy(self.model(x), y)

    def loss(self):
        with torch.no_grad():
            return self.error(self.x, self.y)


if __name__ == "__main__":
    worker.serve(Trainer)
