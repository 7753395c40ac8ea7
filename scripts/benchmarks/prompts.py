"""What a person at the prompt waits for, against the least that a prompt in C can be."""

import os
import subprocess

from measuring import compare, cores
from places import Programs, built
from processes import compiled
from report import Row

#: More than any session remembers, and a block that is taller than the screen.
ENTRIES, ROWS = 10_000, 200


def first_prompt(rounds):
    """From start to the first prompt, with a history of 10,000 entries."""
    yield Row(
        f"nn, start to first prompt, {ENTRIES:,} entries of history", "a C program that prompts",
        beside(rounds, "start", "15"))


def echo(rounds):
    """From a key to its echo."""
    block = built / "block.txt"
    rows = ["repeat 1 {", *(f"  let h{n} = ({n} + 1) * 2  # row {n}" for n in range(ROWS - 1))]
    block.write_text("\x1b[200~" + "\r".join(rows) + "\x1b[201~\x1b\r", encoding="utf-8")
    empty = built / "empty.txt"
    empty.write_text("")
    for text, what in ((empty, "an empty line"), (block, f"a block of {ROWS} rows")):
        yield Row(
            f"echo of a key, {ENTRIES:,} entries of history, {what}", "a C program that echoes",
            beside(rounds, "echo", "31", text))


def beside(rounds, *arguments):
    typing, peer = compiled("typing", "-O2", "-lutil"), compiled("prompting", "-O2")
    environment = {
        "HOME": home(), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}

    def seconds(program):
        with cores(2):
            result = subprocess.run(
                [typing, *arguments, program], check=True, capture_output=True, text=True,
                env=environment)
        return float(result.stdout)

    return compare(lambda: seconds(Programs.nn), lambda: seconds(peer), rounds)


def home():
    """A home folder with a long history."""
    folder = built / "home" / ".local" / "state" / "nn"
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"train {n} lr=0.{n % 9 + 1} batch=all  # {n}" for n in range(ENTRIES))
    (folder / "history").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return built / "home"


BENCHMARKS = {"prompt-start": first_prompt, "prompt-echo": echo}
