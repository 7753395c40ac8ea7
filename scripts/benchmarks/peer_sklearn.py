"""scikit-learn's MLPClassifier. It has no squared error: for XOR it trains on the cross-entropy,
which costs about the same."""

import warnings

import numpy
import worker
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits


class Trainer:
    def __init__(self, work):
        warnings.simplefilter("ignore")
        threadpool_limits(work["threads"])
        self.x, y = worker.data(work)
        self.y = y.ravel().astype(numpy.int64)
        self.start = worker.weights(work)
        rest = (
            {"solver": "sgd", "learning_rate_init": 0.5, "momentum": 0, "activation": "logistic"}
            if work["batch"] is None
            else {"solver": "adam", "learning_rate_init": 1e-3, "activation": "relu"})
        self.model = MLPClassifier(
            work["widths"][1:-1], batch_size=work["batch"] or len(self.x), alpha=0, tol=0,
            n_iter_no_change=10**9, max_iter=1, warm_start=True, random_state=0, **rest)
        self.model.fit(self.x, self.y)

    def reset(self):
        for k, (w, b) in enumerate(self.start):
            self.model.coefs_[k][:] = w.T
            self.model.intercepts_[k][:] = b

    def train(self, epochs, shuffle):
        self.model.max_iter, self.model.shuffle = epochs, shuffle
        self.model.fit(self.x, self.y)

    def loss(self):
        return log_loss(self.y, self.model.predict_proba(self.x))


if __name__ == "__main__":
    worker.serve(Trainer)
