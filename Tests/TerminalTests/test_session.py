"""What a user does in the first minutes, on the real program."""

import contextlib
import os
import re
import tempfile

from terminal import Terminal


def start(program, **options):
    terminal = Terminal([program], **options)
    terminal.wait_for_row("nn[1]> ")
    return terminal


def submit(terminal, cell, *lines):
    """Enters the lines one after the other, each at its numbered prompt, from `cell` on."""
    for number, line in enumerate(lines, cell):
        terminal.wait_for_row(f"nn[{number}]> ")
        terminal.line(line)
    terminal.wait_for_row(f"nn[{cell + len(lines)}]> ")


def xor_network(terminal):
    submit(terminal, 1, "data xor", "layer dense 4 relu", "layer dense 1 sigmoid")


def test_the_card_trains_and_shows_gradients(program):
    with start(program) as terminal:
        xor_network(terminal)
        submit(terminal, 4, "train 100 lr=0.1", "show grads")
        shown = "\n".join(terminal.everything())
        _, _, answer = shown.partition("show grads")
        assert "dW1" in answer and "db1" in answer, answer
        assert "dW2" in answer and "db2" in answer, answer
        assert not re.search(r"\b(error|unknown)\b", shown), shown


def test_tab_completes_a_word_that_is_begun(program):
    with start(program) as terminal:
        terminal.type("layer dense 4 rel")
        terminal.key("tab")
        terminal.wait_until(
            lambda: terminal.row().rstrip() == "nn[1]> layer dense 4 relu", "relu"
        )


def test_tab_lists_what_is_ambiguous_with_summaries(program):
    with start(program) as terminal:
        terminal.type("layer d")
        terminal.key("tab")
        terminal.wait_for("dropout")
        terminal.wait_for("dense    add a fully connected layer")
        assert terminal.row() == "nn[1]> layer d"
        terminal.type("r")
        terminal.wait_until(
            lambda: not any("fully connected" in row for row in terminal.screen()),
            "a screen without the list",
        )


def test_a_block_over_three_rows_is_one_cell_and_one_entry(program):
    with start(program) as terminal:
        terminal.line("repeat 2 {")
        terminal.wait_for_row("...   ")
        terminal.line("print 6 * 7")
        terminal.wait_for_row("...   ")
        terminal.type("}")
        terminal.wait_for_row("... }")
        terminal.key("enter")
        terminal.wait_for_row("nn[2]> ")
        assert terminal.screen().count("42") == 2, terminal.picture()
        terminal.key("up")
        terminal.wait_for_row("... }")
        rows = [row.rstrip() for row in terminal.screen()[-3:]]
        assert rows == ["nn[2]> repeat 2 {", "...   print 6 * 7", "... }"], rows
        terminal.key("enter")
        terminal.wait_for_row("nn[3]> ")
        assert terminal.screen().count("42") == 4, terminal.picture()


def test_ctrl_c_ends_training_and_keeps_the_model(program):
    with start(program) as terminal:
        xor_network(terminal)
        terminal.wait_for_row("nn[4]> ")
        terminal.line("train 100000000 lr=0.1")
        # The progress line tells that it is running.
        terminal.wait_until(lambda: "epoch" in "\n".join(terminal.screen()[4:]), "progress")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[5]> ")
        terminal.line("assert(epoch > 0)")
        terminal.wait_for_row("nn[6]> ")
        terminal.line('print "kept ${epoch > 0}"')
        terminal.wait_for("kept true")
        terminal.wait_for_row("nn[7]> ")


def test_ctrl_c_clears_the_line_and_the_cell_keeps_its_number(program):
    with start(program) as terminal:
        terminal.type("layer dense 4")
        terminal.wait_for_row("nn[1]> layer dense 4")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[1]> ")
        terminal.line("print 6 * 7")
        terminal.wait_for("42")
        assert "layer dense 4^C" in "\n".join(terminal.screen())


def test_ctrl_d_leaves_with_status_0(program):
    with start(program) as terminal:
        terminal.key("ctrl-d")
        assert terminal.wait_for_end() == 0


def test_quit_and_exit_leave_with_a_status(program):
    for line, status in [("quit", 0), ("exit", 0), ("quit 3", 3)]:
        with start(program) as terminal:
            terminal.line(line)
            assert terminal.wait_for_end() == status
            assert terminal.is_ordinary()


def test_ctrl_z_while_training_and_fg(program):
    with Terminal(["bash", "--norc", "--noprofile", "-i"], PS1="shell> ") as terminal:
        terminal.wait_for_row("shell> ")
        terminal.line(program)
        terminal.wait_for_row("nn[1]> ")
        xor_network(terminal)
        terminal.line("train 100000000 lr=0.1")
        terminal.wait_until(lambda: "epoch" in "\n".join(terminal.screen()[6:]), "progress")
        terminal.type("\x1a")
        terminal.wait_for_row("shell> ")
        terminal.line("fg")
        terminal.wait_until(lambda: terminal.screen()[-1].startswith("epoch"), "progress")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[5]> ")
        terminal.key("ctrl-d")
        terminal.wait_for_row("shell> ")


def test_ctrl_d_in_a_text_does_not_leave(program):
    with start(program) as terminal:
        terminal.type("print 6 * 77")
        terminal.key("left")
        terminal.key("ctrl-d")
        terminal.wait_for_row("nn[1]> print 6 * 7")
        terminal.key("ctrl-d")
        terminal.key("enter")
        terminal.wait_for("42")


def test_an_error_leaves_the_prompt(program):
    with start(program) as terminal:
        terminal.line("layer dens 4")
        terminal.wait_for("dense")
        terminal.wait_until(lambda: terminal.row().startswith("nn["), "a prompt")
        terminal.line("quit")
        assert terminal.wait_for_end() == 0


def test_pasted_statements_run_up_to_the_first_error_and_the_rest_stays(program):
    with start(program) as terminal:
        terminal.paste("let a = 1\nprint $a + 1\nlayer dense 4 rellu\nprint 7 * 6\n")
        terminal.wait_for_row("... print 7 * 6")
        terminal.key("enter")
        terminal.wait_for("nn[2]> layer dense 4 rellu")
        terminal.wait_for_row("... print 7 * 6")
        shown = terminal.screen()
        assert "2" in shown and "42" not in shown, terminal.picture()
        terminal.wait_for("nn[1]:3:15: error: unknown activation 'rellu'")
        # Mended, the rest runs.
        for name in ["up", "end", "backspace", "backspace"]:
            terminal.key(name)
        terminal.type("u")
        terminal.wait_for_row("nn[2]> layer dense 4 relu")
        terminal.key("enter")
        terminal.wait_for_row("nn[3]> ")
        assert "42" in terminal.screen(), terminal.picture()


def test_a_mistake_in_the_grammar_lets_what_is_pasted_above_it_run(program):
    with start(program) as terminal:
        terminal.paste("print 6 * 7\nh = 4\nprint 2 * 4\n")
        terminal.wait_for_row("... print 2 * 4")
        terminal.key("enter")
        terminal.wait_for("nn[2]> h = 4")
        terminal.wait_for_row("... print 2 * 4")
        assert "42" in terminal.screen() and "8" not in terminal.screen(), terminal.picture()


def test_one_statement_that_fails_leaves_an_empty_line(program):
    with start(program) as terminal:
        terminal.line("layer dense 4 rellu")
        terminal.wait_for_row("nn[2]> ")
        terminal.key("up")
        terminal.wait_for_row("nn[2]> layer dense 4 rellu")


def test_ctrl_c_twice_abandons_the_command(program):
    with start(program) as terminal:
        xor_network(terminal)
        terminal.line("train 100000000 lr=0.1")
        terminal.wait_until(lambda: "epoch" in "\n".join(terminal.screen()[4:]), "progress")
        terminal.key("ctrl-c")
        # Signals that come at once are one signal: the second has to follow the first.
        terminal.wait_for("interrupted in epoch")
        terminal.key("ctrl-c")
        terminal.wait_for("took back 'train 100000000 lr=0.1'")
        terminal.wait_for_row("nn[5]> ")
        terminal.line("print epoch, steps")
        terminal.wait_for("0 0")


def test_a_long_command_says_how_long_it_took(program):
    with start(program) as terminal:
        xor_network(terminal)
        terminal.line("train 100000000 time=1.1s quiet=on")
        terminal.wait_for_row("nn[5]> ")
        assert re.fullmatch(r"1\.[1-9]\d* s", terminal.screen()[-2]), terminal.picture()


def test_the_users_script_runs_before_the_prompt(program):
    with user_script("let h = 40\ndef twice n { return 2 * $n }\n") as folder:
        with start(program, XDG_CONFIG_HOME=folder) as terminal:
            terminal.line("print twice($h) + 4")
            terminal.wait_for("84")
        # Scripts do the same for everybody.
        with Terminal([program, "-c", "print $h"], XDG_CONFIG_HOME=folder) as terminal:
            assert terminal.wait_for_end() == 1
            assert "unknown variable '$h'" in "\n".join(terminal.screen())


def test_a_mistake_in_the_users_script_does_not_keep_the_prompt_away(program):
    with user_script("let h = 4\nnonsense\n") as folder:
        with start(program, XDG_CONFIG_HOME=folder) as terminal:
            assert any("init.nn:2:1: error" in row for row in terminal.screen())
            terminal.line("print $h")
            terminal.wait_for_row("nn[2]> ")


@contextlib.contextmanager
def user_script(text):
    """A configuration folder with this init.nn."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "nn"))
        with open(os.path.join(folder, "nn", "init.nn"), "w") as file:
            file.write(text)
        yield folder
