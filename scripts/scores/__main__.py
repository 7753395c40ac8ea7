"""Writes Tests/EngineTests/References/scores.txt with scikit-learn: one case a line, words and
key=value; a list is a,b,c, a matrix its rows one after the other."""

import math
import pathlib
import random
import warnings

import numpy as np
import scipy.stats
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore")
path = pathlib.Path(__file__).resolve().parents[2] / "Tests/EngineTests/References/scores.txt"
lines = [
    "# Written by scripts/make-references with scikit-learn " + sklearn.__version__ + ".",
    "# error: √Σ (∂score/∂weight of a row)², by central differences of scikit-learn's own function.",
]
draw = random.Random(5)


def text(value):
    if isinstance(value, (list, tuple, np.ndarray)):
        return ",".join(map(text, np.asarray(value).flatten().tolist()))
    number = repr(float(value))
    return number[:-2] if number.endswith(".0") else number


def row(*words, **fields):
    lines.append(" ".join([*words, *(f"{key}={text(value)}" for key, value in fields.items())]))


def error(score, count):
    """The standard error of a score that takes weights of rows."""
    step = 1e-5
    sensitivities = []
    for index in range(count):
        weights = np.ones((2, count))
        weights[:, index] += [step, -step]
        sensitivities.append((score(weights[0]) - score(weights[1])) / (2 * step))
    return math.sqrt(sum(s * s for s in sensitivities))


# --- Classes ---

def classes_case(name, truth, predicted, classes):
    def balanced(weights=None):
        return metrics.balanced_accuracy_score(truth, predicted, sample_weight=weights)

    def f1(weights=None):
        return metrics.f1_score(truth, predicted, average="macro", sample_weight=weights)

    scores = [metrics.precision_score, metrics.recall_score, metrics.f1_score]
    every = {"labels": list(range(classes)), "average": None}
    each = [score(truth, predicted, **every) for score in scores]
    averages = {
        average: [score(truth, predicted, average=average) for score in scores]
        for average in ["macro", "micro", "weighted"]
    }
    hits = sum(t == p for t, p in zip(truth, predicted))
    wilson = scipy.stats.binomtest(hits, len(truth)).proportion_ci(0.95, method="wilson")
    row(
        "classes", name, classes=classes, truth=truth, predicted=predicted,
        counts=metrics.confusion_matrix(truth, predicted, labels=list(range(classes))),
        accuracy=metrics.accuracy_score(truth, predicted), wilson=list(wilson),
        balanced=balanced(), balanced_error=error(balanced, len(truth)),
        f1=f1(), f1_error=error(f1, len(truth)),
        precisions=each[0], recalls=each[1], f1s=each[2], **averages)


def classes_cases():
    for classes, rows in [(2, 40), (3, 60), (5, 50), (10, 200)]:
        truth = [draw.randrange(classes) for _ in range(rows)]
        predicted = [t if draw.random() < 0.7 else draw.randrange(classes) for t in truth]
        classes_case("random", truth, predicted, classes)
    classes_case("perfect", [0, 1, 2, 1], [0, 1, 2, 1], 3)
    classes_case("all-wrong", [0, 0, 1, 1], [1, 1, 0, 0], 2)
    classes_case("one-answer", [0] * 9 + [1], [0] * 10, 2)
    classes_case("class-never-given", [0, 1, 2, 2, 1, 0], [0, 1, 1, 1, 1, 0], 3)
    classes_case("class-without-rows", [0, 1, 1, 0, 1, 0], [0, 2, 1, 0, 1, 2], 3)
    classes_case("class-nowhere", [0, 1, 1, 0, 3], [0, 1, 0, 0, 1], 4)
    classes_case("one-row", [1], [1], 2)


# --- Probabilities ---

def probabilities_case(name, truth, values):
    classes = len(values[0])
    values = np.array(values)
    truth = np.array(truth)
    labels = list(range(classes))
    second = values[:, 1] if classes == 2 else values

    def auc(weights=None):
        return metrics.roc_auc_score(
            truth, second, labels=labels, multi_class="ovr", sample_weight=weights)

    def log_loss(weights=None):
        return metrics.log_loss(truth, values, labels=labels, sample_weight=weights)

    def brier(weights=None):
        return metrics.brier_score_loss(truth, second, labels=labels, sample_weight=weights)

    fields = {}
    if len(set(truth)) == classes:
        fields = {"auc": auc(), "auc_error": error(auc, len(truth))}
    if classes == 2:
        came, said = truth, second
    else:
        found = values.argmax(axis=1)
        came, said = (found == truth).astype(int), values.max(axis=1)
    observed, predicted = calibration_curve(came, said, n_bins=10)
    row(
        "probabilities", name, classes=classes, truth=truth, values=values,
        log_loss=log_loss(), log_loss_error=error(log_loss, len(truth)),
        brier=brier(), brier_error=error(brier, len(truth)),
        observed=observed, predicted=predicted, **fields)


def probabilities(classes, rows, digits):
    """Probabilities that add up to 1 exactly in decimals, with many ties where digits are few."""
    result = []
    for _ in range(rows):
        parts = [draw.random() ** 2 for _ in range(classes)]
        units = 10 ** digits
        whole = [int(part / sum(parts) * units) for part in parts]
        whole[draw.randrange(classes)] += units - sum(whole)
        result.append([part / units for part in whole])
    return result


def probabilities_cases():
    for classes, rows, digits in [(2, 40, 3), (2, 60, 1), (3, 60, 3), (4, 60, 1), (10, 150, 4)]:
        values = probabilities(classes, rows, digits)
        truth = [
            draw.choices(range(classes), [p + 0.05 for p in value])[0] for value in values]
        probabilities_case("random", truth, values)
    probabilities_case("certain", [0, 1, 1, 0], [[1, 0], [0, 1], [1, 0], [1, 0]])
    probabilities_case("constant", [0, 1, 1, 0, 1], [[0.4, 0.6]] * 5)
    probabilities_case("edges", [0, 1] * 6, [[1 - i / 10, i / 10] for i in range(11)] + [[1, 0]])
    probabilities_case(
        "class-without-rows", [0, 1, 1, 0],
        [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.125, 0.125, 0.75], [0.75, 0.25, 0]])


# --- Numbers ---

def numbers_case(name, targets, outputs):
    targets, outputs = np.array(targets), np.array(outputs)
    scores = {
        "mse": metrics.mean_squared_error, "rmse": metrics.root_mean_squared_error,
        "mae": metrics.mean_absolute_error, "r2": metrics.r2_score,
    }
    fields = {}
    for key, score in scores.items():
        fields[key] = score(targets, outputs)
        if name == "random":
            fields[f"{key}_error"] = error(
                lambda weights: score(targets, outputs, sample_weight=weights), len(targets))
    row(
        "numbers", name, columns=targets.shape[1], targets=targets, outputs=outputs, **fields)


def numbers_cases():
    for rows, columns in [(30, 1), (50, 1), (40, 3)]:
        targets = [[round(draw.gauss(3, 5), 2) for _ in range(columns)] for _ in range(rows)]
        outputs = [[round(y + draw.gauss(0, 2), 2) for y in target] for target in targets]
        numbers_case("random", targets, outputs)
    numbers_case("perfect", [[1], [2], [4]], [[1], [2], [4]])
    numbers_case("constant-target", [[2], [2], [2]], [[1], [2], [3]])
    numbers_case("constant-target-met", [[2], [2], [2]], [[2], [2], [2]])
    numbers_case("large-offset", [[1e6 + i] for i in range(8)], [[1e6 + i + 0.25] for i in range(8)])


# --- Linear models ---

def inputs(rows, columns):
    """Columns of unlike scales, one constant."""
    return np.array([
        [round(draw.gauss(10 * c, 3.0 ** c), 2) for c in range(columns - 1)] + [7]
        for _ in range(rows)])


def linear_cases():
    for classes, rows, columns in [(2, 40, 3), (3, 60, 4), (5, 90, 6)]:
        x = inputs(rows, columns)
        truth = [min(classes - 1, int(abs(2 * r[0] + draw.gauss(0, 1)))) for r in x]
        scaled = StandardScaler().fit_transform(x)
        assert len(set(truth)) == classes
        # Newton's method: the other solvers end some digits earlier.
        model = LogisticRegression(C=1.0, tol=1e-13, solver="newton-cholesky", max_iter=1000)
        model.fit(scaled, truth)
        row(
            "logistic", classes=classes, columns=columns, inputs=x, truth=truth,
            probabilities=model.predict_proba(scaled))
    for outputs, rows, columns in [(1, 40, 4), (2, 60, 5)]:
        x = inputs(rows, columns)
        y = np.array([[round(r[0] - r[1] + draw.gauss(0, 1), 2)] * outputs for r in x])
        y += np.array([[round(draw.gauss(0, 1), 2) for _ in range(outputs)] for _ in x])
        model = LinearRegression().fit(x, y)
        row(
            "squares", outputs=outputs, columns=columns, inputs=x, targets=y,
            fitted=model.predict(x))


classes_cases()
probabilities_cases()
numbers_cases()
linear_cases()
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text("\n".join(lines) + "\n")
