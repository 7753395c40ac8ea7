"""nn beside its peers: the same layers, batches, optimizer, data, epochs and threads."""

import json
import os
import subprocess
import sys
from dataclasses import asdict

import basics
from measuring import Comparison, core_count, cores, take_turns
from networks import ALL, DIGITS, LARGE, MIDDLE, XOR, Work, write_digits
from places import built, here
from processes import NN
from report import Row

NAMES = {"jax": "JAX", "torch": "PyTorch", "sklearn": "scikit-learn"}
#: How many times faster nn wants to be: {(work, threads): {peer: times}}
AIMS = {
    (XOR, 1): {"jax": 4, "torch": 500},
    (DIGITS, 1): {"jax": 2, "torch": 20},
    (MIDDLE, 1): {"jax": 1.3, "torch": 2.5},
    (LARGE, 1): {"jax": 1.15, "torch": 1.4},
    **{(work, 2): {"jax": 1.15, "torch": 1.5} for work in (DIGITS, MIDDLE, LARGE)},
}
#: Epochs in one measurement, some tenths of a second.
EPOCHS = {
    XOR: {"nn": 200_000, "jax": 100_000, "torch": 300, "sklearn": 300},
    DIGITS: {"nn": 400, "jax": 150, "torch": 20, "sklearn": 20},
    MIDDLE: {"nn": 20, "jax": 15, "torch": 6, "sklearn": 4},
    LARGE: {"nn": 6, "jax": 6, "torch": 4, "sklearn": 3},
}
PREDICTION = Work("predict", "predict 100,000 rows, 64-64-10", (64, 64, 10), 100_000, 32, 0)


class Peer:
    """A peer's process, with `seconds(epochs)` and `loss(epochs)`."""

    def __init__(self, name, work, model, threads=1):
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads))
        if threads == 1:
            environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
        environment["OPENBLAS_NUM_THREADS"] = str(threads)
        with cores(threads):
            self.process = subprocess.Popen(
                [python(), here / f"peer_{name}.py"], stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, text=True, env=environment)
        data = None if work.is_xor else str(data_file(work))
        self.send(json.dumps({**asdict(work), "data": data, "model": model, "threads": threads}))

    def send(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, verb, epochs):
        self.send(f"{verb} {epochs}")
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("a peer ended before it answered")
        return float(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def python():
    return built / "venv" / "bin" / "python"


def install():
    """Makes the virtual environment, where it is not there yet as the requirements say."""
    wanted, stamp = here / "requirements.txt", built / "venv" / "installed.txt"
    if stamp.exists() and stamp.read_text() == wanted.read_text():
        return
    subprocess.run([sys.executable, "-m", "venv", built / "venv"], check=True)
    subprocess.run(
        [python(), "-m", "pip", "install", "--quiet", "--no-deps", "-r", wanted], check=True)
    stamp.write_text(wanted.read_text())


def data_file(work):
    if work is not DIGITS:
        return work.table()
    path = built / "digits.npy"
    if not path.exists():
        write_digits(path)
    return path


def first_model(work):
    """A file with the weights that nn starts from, where all shall start."""
    path = built / f"{work.name}.safetensors"
    nn = NN(*work.setup(), *work.start())
    nn.send(f"save model '{path}' overwrite=on")
    nn.number("1")
    nn.close()
    return str(path)


def rest(threads):
    """Seconds in which a peer's threads, which wait for work by spinning, fall asleep."""
    return 0.3 if threads > 1 else 0


def training(work, threads):
    def measure(rounds):
        nn, model = basics.opened(work, threads), first_model(work)
        sides = {name: Peer(name, work, model, threads) for name in NAMES}
        losses = final_losses(work, nn, sides)
        epochs = EPOCHS[work]
        ours, *others = take_turns(
            [lambda: basics.fresh_epoch(nn, work, epochs["nn"])]
            + [lambda p=p, e=epochs[name]: p.ask("seconds", e) / e for name, p in sides.items()],
            rounds, rest(threads))
        for (name, peer), theirs in zip(sides.items(), others):
            yield Row(
                work.title + threads_suffix(threads), NAMES[name], Comparison(ours, theirs),
                per="epoch", faster=True, at_least=AIMS[work, threads].get(name),
                remark=f"loss {losses['nn']:.4g}, {losses[name]:.4g}")
            peer.close()
        nn.close()

    return measure


def final_losses(work, nn, sides):
    """What all have reached after some epochs that are not shuffled; warns where they differ.

    scikit-learn has another loss for XOR.
    """
    nn.send(*work.start())
    nn.seconds(work.train(work.check, shuffle=False))
    losses = {"nn": nn.number("loss")}
    for name, peer in sides.items():
        losses[name] = peer.ask("loss", work.check)
        away = abs(losses[name] - losses["nn"]) / losses["nn"]
        if away > 0.05 and not (work.is_xor and name == "sklearn"):
            print(
                f"bench: {work.name}: nn reaches {losses['nn']:.4g}, {name} {losses[name]:.4g}",
                file=sys.stderr)
    return losses


def predicting(threads):
    return lambda rounds: predicting_all(rounds, threads)


def predicting_all(rounds, threads):
    """All rows at once: nn says how good the outputs are as well."""
    nn, model = NN(*PREDICTION.setup(), threads=threads), first_model(PREDICTION)
    peer = Peer("onnxruntime", PREDICTION, model, threads)
    ours, theirs = take_turns(
        [lambda: nn.seconds("show loss"), lambda: peer.ask("seconds", 1)], rounds,
        rest(threads))
    difference = f"loss {nn_loss(nn):.6g}, {peer.ask('loss', 1):.6g}"
    yield Row(
        PREDICTION.title + threads_suffix(threads), "onnxruntime", Comparison(ours, theirs),
        faster=True, at_least=1, remark=difference)
    nn.close()
    peer.close()


def nn_loss(nn):
    """Reads over what `show loss` has printed."""
    nn.send("print 'and now'")
    for line in nn.process.stdout:
        if line.strip() == "and now":
            return nn.number("loss")
    raise RuntimeError("nn ended")


def tables(threads):
    return lambda rounds: reading_tables(rounds, threads)


def reading_tables(rounds, threads):
    """Both read the numbers into memory; with two cores nn and polars use both, pandas one."""
    path = basics.write_table(built / "numbers-large.csv", rows=250_000, columns=20)
    nn = NN(threads=threads)
    others = {}
    for library in ("pandas", "polars"):
        with cores(threads):
            others[library] = subprocess.Popen(
                [python(), here / "peer_tables.py", library, path, str(threads)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def reading(process):
        process.stdin.write("\n")
        process.stdin.flush()
        return float(process.stdout.readline())

    ours, *theirs = take_turns(
        [lambda: nn.seconds(f"data load '{path}'")]
        + [lambda p=p: reading(p) for p in others.values()], rounds,
        rest(threads))
    for (library, process), seconds in zip(others.items(), theirs):
        yield Row(
            f"data load of a CSV file, 250,000 × 20{threads_suffix(threads)}", library,
            Comparison(ours, seconds), faster=True,
            at_least=1 if library == "polars" else None)
        process.stdin.close()
        process.wait()
    nn.close()


def threads_suffix(threads):
    return "" if threads == 1 else f", {threads} threads"


def benchmarks():
    """What --peers adds to the rest."""
    trained = {f"{work.name}-peers": training(work, 1) for work in ALL}
    if core_count() > 1:
        trained |= {f"{work.name}-peers-threads": training(work, 2) for work in ALL[1:]}
    others = {"predict-peers": predicting(1), "csv-peers": tables(1)}
    if core_count() > 1:
        others |= {"predict-peers-threads": predicting(2), "csv-peers-threads": tables(2)}
    return {**trained, **others}
