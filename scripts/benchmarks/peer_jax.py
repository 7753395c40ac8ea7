"""JAX: all epochs in one compiled call, a scan over the batches of each."""

import functools

import jax
import jax.numpy as jnp
import worker


def forward(parameters, x, activation):
    for w, b in parameters[:-1]:
        x = activation(x @ w + b)
    w, b = parameters[-1]
    return x @ w + b


def cross_entropy(parameters, x, y):
    return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(forward(parameters, x, jax.nn.relu)), axis=1))


def halved_square_error(parameters, x, y):
    outputs = jax.nn.sigmoid(forward(parameters, x, jax.nn.sigmoid))
    return jnp.mean(jnp.sum((outputs - y) ** 2, axis=1)) / 2


def adam_step(state, x, y, rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    parameters, first, second, step = state
    gradients = jax.grad(cross_entropy)(parameters, x, y)
    step = step + 1
    first = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, first, gradients)
    second = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, second, gradients)
    scale, root = rate / (1 - beta1**step), jnp.sqrt(1 - beta2**step)
    parameters = jax.tree.map(
        lambda p, m, v: p - scale * m / (jnp.sqrt(v) / root + eps), parameters, first, second)
    return parameters, first, second, step


def adam_epoch(state, key, x, y, batch, shuffle):
    order = jax.random.permutation(key, x.shape[0]) if shuffle else jnp.arange(x.shape[0])
    whole = x.shape[0] // batch * batch

    def body(state, rows):
        return adam_step(state, x[rows], y[rows]), None

    state, _ = jax.lax.scan(body, state, order[:whole].reshape(-1, batch))
    rest = order[whole:]
    return adam_step(state, x[rest], y[rest]) if rest.size else state


@functools.partial(jax.jit, static_argnames=("batch", "shuffle"), donate_argnums=0)
def train_adam(state, key, x, y, epochs, batch, shuffle):
    return jax.lax.fori_loop(
        0, epochs,
        lambda e, state: adam_epoch(state, jax.random.fold_in(key, e), x, y, batch, shuffle),
        state)


@functools.partial(jax.jit, donate_argnums=0)
def train_descent(parameters, x, y, epochs, rate=0.5):
    def step(_, parameters):
        gradients = jax.grad(halved_square_error)(parameters, x, y)
        return jax.tree.map(lambda p, g: p - rate * g, parameters, gradients)

    return jax.lax.fori_loop(0, epochs, step, parameters)


class Trainer:
    def __init__(self, work):
        x, y = worker.data(work)
        self.batch, self.start = work["batch"], worker.weights(work)
        self.x = jnp.asarray(x)
        self.y = jnp.asarray(y) if self.batch is None else jax.nn.one_hot(y, work["widths"][-1])
        self.key = jax.random.key(0)

    def reset(self):
        self.state = [(jnp.asarray(w.T.copy()), jnp.asarray(b)) for w, b in self.start]
        if self.batch is not None:
            zeros = lambda: jax.tree.map(jnp.zeros_like, self.state)
            self.state = (self.state, zeros(), zeros(), jnp.zeros((), jnp.float32))
        jax.block_until_ready(self.state)

    def train(self, epochs, shuffle):
        if self.batch is None:
            self.state = train_descent(self.state, self.x, self.y, epochs)
        else:
            self.state = train_adam(
                self.state, self.key, self.x, self.y, epochs, self.batch, shuffle)
        jax.block_until_ready(self.state)

    def loss(self):
        if self.batch is None:
            return halved_square_error(self.state, self.x, self.y)
        return cross_entropy(self.state[0], self.x, self.y)


if __name__ == "__main__":
    worker.serve(Trainer)
