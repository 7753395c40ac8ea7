"""What the prompt does unasked: hints, usage, colours; and other programs that it calls."""

import os
import tempfile

from terminal import Terminal


def start(program, **options):
    terminal = Terminal([program], **options)
    terminal.wait_for_row("nn[1]> ")
    return terminal


def test_the_only_word_that_fits_is_shown_dim_and_taken_with_right(program):
    with start(program) as terminal:
        terminal.type("layer dr")
        terminal.wait_for_block("nn[1]> layer dropout")
        terminal.wait_for_row("nn[1]> layer dr")
        y, x = terminal.cursor()
        assert terminal.style(y, x).blink and not terminal.style(y, x - 1).blink
        terminal.key("right")
        terminal.wait_for_row("nn[1]> layer dropout ")


def test_end_takes_the_hint_and_enter_does_not(program):
    with start(program) as terminal:
        terminal.line("let h = 4")
        terminal.wait_for_row("nn[2]> ")
        terminal.type("let")
        terminal.wait_for_block("nn[2]> let h = 4")
        terminal.key("end")
        terminal.wait_for_row("nn[2]> let h = 4")
        terminal.key("enter")
        terminal.wait_for_row("nn[3]> ")
        terminal.line("help seed")
        terminal.wait_for("seed SEED")
        terminal.wait_until(lambda: terminal.row() == "nn[4]> ", "a prompt")
        terminal.line("help")
        terminal.wait_for("Type this first")


def test_hints_follow_the_session_then_its_entries_then_older_ones(program):
    with tempfile.TemporaryDirectory() as home:
        with start(program, home=home) as terminal:
            terminal.line("train 12345")
            terminal.wait_for_row("nn[2]> ")
            terminal.line("data moons 60")
            terminal.wait_for_row("nn[3]> ")
            # Of this session before what the session would want.
            terminal.type("d")
            terminal.wait_for_block("nn[3]> data moons 60")
            terminal.key("ctrl-u")
            terminal.type("l")
            terminal.wait_for_block("nn[3]> layer dense 8 relu")
            terminal.key("ctrl-u")
            terminal.type("tr")
            terminal.wait_for_block("nn[3]> train 12345")
        with start(program, home=home) as terminal:
            terminal.type("train 1")
            terminal.wait_for_block("nn[1]> train 12345")


def test_hints_can_be_switched_off(program):
    with start(program) as terminal:
        terminal.line("prompt hints off")
        terminal.wait_for_row("nn[2]> ")
        terminal.type("layer dr")
        terminal.wait_for_row("nn[2]> layer dr")
        assert terminal.screen()[-1] == "nn[2]> layer dr", terminal.picture()


def test_the_usage_of_the_command_stands_below_it(program):
    with start(program) as terminal:
        terminal.type("layer dense 4 ")
        terminal.wait_for("layer dense UNITS ⟨ACTIVATION⟩")
        row = len(terminal.screen()) - 1
        shown = terminal.screen()[row]
        # The part that is typed now is not dim, and is explained.
        assert "a = f(z)" in shown
        current = terminal.style(row, shown.index("ACTIVATION"))
        other = terminal.style(row, shown.index("UNITS"))
        assert not current.blink and other.blink
        terminal.key("enter")
        terminal.wait_for_row("nn[2]> ")
        assert not any("UNITS" in row for row in terminal.screen()), terminal.picture()


def test_the_usage_fits_narrow_and_low_screens(program):
    with start(program, rows=4, columns=30) as terminal:
        terminal.type("layer dense 4 ")
        terminal.wait_for("layer dense")
        terminal.wait_until(lambda: terminal.screen()[-1].endswith("…"), "a usage that is cut")
        assert terminal.block() == ["nn[1]> layer dense 4"], terminal.picture()
    with start(program, rows=1, columns=30) as terminal:
        terminal.type("layer dense 4 ")
        terminal.wait_for_row("nn[1]> layer dense 4 ")


def test_matching_brackets_are_marked(program):
    with start(program) as terminal:
        terminal.type('print (1 + max(2, 3)) ")"')
        terminal.wait_for_row('nn[1]> print (1 + max(2, 3)) ")"')
        y, _ = terminal.cursor()
        assert terminal.style(y, 13).data == "("
        # The bracket in the string is none.
        for _ in range(4):
            terminal.key("left")
        terminal.wait_until(lambda: terminal.style(y, 13).underscore, "a mark")
        closing = terminal.cursor()[1] - 1
        assert terminal.style(y, closing).data == ")" and terminal.style(y, closing).underscore
        terminal.key("left")
        terminal.wait_until(lambda: terminal.style(y, closing).underscore, "the mark still")
        for _ in range(6):
            terminal.key("left")
        terminal.wait_until(lambda: not terminal.style(y, 13).underscore, "no mark")


def test_colours_show_what_is_known(program):
    with start(program) as terminal:
        terminal.type('train 10 lr=$h "a" # c')
        terminal.wait_for_row('nn[1]> train 10 lr=$h "a" # c')
        y, _ = terminal.cursor()
        colours = [terminal.style(y, x).fg for x in (7, 13, 16, 19, 22)]
        assert colours == ["blue", "cyan", "cyan", "magenta", "green"], colours
        terminal.key("ctrl-u")
        terminal.type("trian 10")
        terminal.wait_for_row("nn[1]> trian 10")
        assert terminal.style(y, 7).fg == "red"


def test_without_colours_nothing_is_coloured_or_hinted(program):
    for options in ({"NO_COLOR": "1"}, {}):
        command = [program] if options else [program, "--color", "never"]
        with Terminal(command, **options) as terminal:
            terminal.wait_for_row("nn[1]> ")
            terminal.type("layer dr")
            terminal.wait_for("layer dense|dropout")
            assert terminal.block() == ["nn[1]> layer dr"], terminal.picture()
            terminal.key("ctrl-u")
            terminal.line("nonsense 12")
            terminal.wait_for_row("nn[2]> ")
            assert b"m" not in [sequence[-1:] for sequence in escapes(terminal.raw)]


def escapes(raw):
    """The control sequences in what the program wrote."""
    return [part.split(b"m")[0] + b"m" for part in raw.split(b"\x1b[")[1:]
            if part[:1].isdigit() and b"m" in part[:6]]


def test_accessible_mode_draws_nothing_twice(program):
    with start(program, ACCESSIBLE="1") as terminal:
        for cell, line in enumerate(["data xor", "layer dense 4 tanh", "layer dense 1 sigmoid"], 1):
            terminal.line(line)
            terminal.wait_for_row(f"nn[{cell + 1}]> ")
        terminal.line("train 300000 batch=all")
        terminal.wait_for_row("nn[5]> ")
        shown = terminal.raw.replace(b"\r\n", b"\n")
        assert b"\r" not in shown, "a row was drawn again"
        assert b"\x1b[" not in shown.replace(b"\x1b[2m", b"").replace(b"\x1b[0m", b""), shown


def test_accessible_mode_says_what_was_not_run(program):
    with start(program, ACCESSIBLE="1") as terminal:
        terminal.line("print 1; nonsense; print 3")
        terminal.wait_for_row("nn[2]> ")
        assert terminal.screen()[-3:] == ["not run:", "nonsense; print 3", "nn[2]>"]


def test_the_block_is_edited_in_the_users_editor(program):
    with editor('sed -i s/12/34/ "$1"\necho "print 5" >>"$1"') as path:
        with start(program, EDITOR=path) as terminal:
            terminal.type("print 12")
            terminal.type("\x18\x05")  # Ctrl-X Ctrl-E
            terminal.wait_for_block("nn[1]> print 34", "... print 5")
            assert not terminal.is_ordinary()
            terminal.key("enter")
            terminal.wait_for_row("nn[2]> ")
            assert ["34", "5"] == terminal.screen()[-3:-1], terminal.picture()


def test_an_editor_sees_an_ordinary_terminal_and_may_fail(program):
    with editor('stty -a | grep -o "[^ ]*icanon" >"$(dirname "$0")/seen"\nexit 1') as path:
        folder = os.path.dirname(path)
        with start(program, VISUAL=path, EDITOR="nonsense", TMPDIR=folder) as terminal:
            terminal.type("print 12")
            terminal.type("\x18\x05")
            terminal.wait_until(lambda: b"\x07" in terminal.raw, "a bell")
            terminal.wait_for_block("nn[1]> print 12")
            with open(os.path.join(folder, "seen")) as file:
                assert file.read().strip() == "icanon"
            assert sorted(os.listdir(folder)) == ["edit", "seen"]


def test_what_is_longer_than_the_screen_is_paged(program):
    pager = "sed -n '1s/^/first: /p;$p'"
    with start(program, PAGER=pager) as terminal:
        terminal.line("data digits")
        terminal.wait_for_row("nn[2]> ")
        terminal.line("help train")
        terminal.wait_for("first: train EPOCHS")
        terminal.wait_for_row("nn[3]> ")
        terminal.line("help seed")
        terminal.wait_for("seed SEED")
        assert "first: seed SEED" not in "\n".join(terminal.screen())
        terminal.wait_for_row("nn[4]> ")
        terminal.line("prompt pager off")
        terminal.wait_for_row("nn[5]> ")
        terminal.line("help train")
        terminal.wait_for_row("nn[6]> ")
        assert "W ← W − lr dW" in "\n".join(terminal.everything())


def test_without_a_pager_everything_is_shown(program):
    with start(program, PAGER="no-such-pager") as terminal:
        terminal.line("help train")
        terminal.wait_for_row("nn[2]> ")
        everything = "\n".join(terminal.everything())
        assert "train EPOCHS" in everything and "W ← W − lr dW" in everything


class editor:
    """A script that takes the place of an editor."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        path = os.path.join(self.folder.name, "edit")
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + self.text + "\n")
        os.chmod(path, 0o700)
        return path

    def __exit__(self, *_):
        self.folder.cleanup()
