"""Training that pauses at the prompt, and what is saved of it."""

import os
import subprocess

from test_notebook import answer, start, submit


def test_training_pauses_steps_and_goes_on(program):
    network = ["data iris", "layer dense 4 tanh", "layer dense 3 softmax", "seed 2"]
    with start(program) as terminal:
        submit(terminal, *network, "pause when=(steps == 12)", "watch W1[1,1]")
        rows = answer(terminal, "train 6 lr=0.2 batch=16")
        assert any("paused in epoch 2 after batch 2: steps == 12" in row for row in rows), rows
        assert answer(terminal, "print cols(z1), cols(delta2)") == ["16 16"]
        rows = answer(terminal, "step 2")
        assert any("in epoch 2 after batch 4" in row and "W1[1,1]" in row for row in rows), rows
        answer(terminal, "resume")
        assert answer(terminal, "print epoch, steps") == ["6 60"]
        assert any("no training is paused" in row for row in answer(terminal, "resume"))
        weights = answer(terminal, "print W1[1,1], W1[2,2], loss")
        answer(terminal, "save session ~/paused.nn")
        # A script does not pause: what it holds leads to the same numbers.
        script = os.path.join(terminal.home, "again.nn")
        with open(os.path.join(terminal.home, "paused.nn")) as file:
            text = file.read()
        assert "resume" not in text, text
        with open(script, "w") as file:
            file.write(text + "\nprint W1[1,1], W1[2,2], loss\n")
        ran = subprocess.run([program, "--quiet", script], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.splitlines()[-1:] == weights, (ran.stdout, text)


def test_going_back_at_the_prompt(program):
    with start(program) as terminal:
        submit(terminal, "data xor", "layer dense 3 tanh", "layer dense 1", "train 50 quiet=on")
        first = answer(terminal, "print W1")
        assert any("at epoch 40, 40 updates" in row for row in answer(terminal, "back 10"))
        answer(terminal, "train 10 quiet=on")
        assert answer(terminal, "print W1") == first
        rows = answer(terminal, "goto 51")
        assert any("the nearest that is kept is epoch 50" in row for row in rows), rows
        answer(terminal, "goto 13")
        answer(terminal, "save session ~/back.nn")
        script = os.path.join(terminal.home, "back.nn")
        weights = answer(terminal, "print W1")
        with open(script, "a") as file:
            file.write("\nprint W1\n")
        ran = subprocess.run([program, "--quiet", script], capture_output=True, text=True)
        assert ran.stdout.splitlines()[-1:] == weights, (ran.stdout, ran.stderr)
