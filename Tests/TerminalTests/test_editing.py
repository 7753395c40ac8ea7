"""The line editor, in ways that need no network."""

import os
import signal
import stat
import tempfile
from random import Random

from terminal import KEYS, Terminal


def start(program, **options):
    terminal = Terminal([program], **options)
    terminal.wait_for_row("nn[1]> ")
    return terminal


def test_ctrl_arrows_move_by_words(program):
    with start(program) as terminal:
        terminal.type("one two three")
        terminal.key("ctrl-left")
        terminal.key("ctrl-left")
        terminal.wait_for_row("nn[1]> one ")
        terminal.key("ctrl-right")
        terminal.wait_for_row("nn[1]> one two")
        terminal.type("X")
        terminal.wait_for("nn[1]> one twoX three")


def test_unbound_keys_type_nothing(program):
    with start(program) as terminal:
        for sequence in ["\x1b[15~", "\x1b[24;5~", "\x1b[1;6P", "\x1b[[A", "\x1b[I", "\x1bOS"]:
            terminal.type(sequence)
        terminal.type("end")
        terminal.wait_for_row("nn[1]> end")


def test_keys_of_emacs_cut_and_insert(program):
    with start(program) as terminal:
        terminal.type("one two three")
        terminal.key("ctrl-w")
        terminal.key("ctrl-a")
        terminal.wait_for_row("nn[1]> ")
        terminal.key("ctrl-y")
        terminal.wait_for_row("nn[1]> three")
        terminal.wait_for("nn[1]> threeone two")
        terminal.key("ctrl-k")
        terminal.wait_until(lambda: terminal.screen()[-1] == "nn[1]> three", "the cut")
        terminal.type("\x1f\x1f")  # Ctrl-_
        terminal.wait_until(lambda: terminal.screen()[-1] == "nn[1]> one two", "the text again")


def test_enter_in_an_open_block_adds_an_indented_row(program):
    with start(program) as terminal:
        terminal.line("repeat 2 {")
        terminal.wait_for_row("...   ")
        terminal.line("repeat 3 {")
        terminal.wait_for_row("...     ")
        terminal.type("}")
        terminal.wait_for_row("...   }")


def test_up_and_down_move_inside_a_block_first(program):
    with start(program) as terminal:
        terminal.line("repeat 2 {")
        terminal.wait_for_row("...   ")
        terminal.type("print 12")
        terminal.key("up")
        terminal.wait_for_row("nn[1]> repeat 2 {")
        terminal.key("down")
        terminal.wait_for_row("...   print 12")


def test_up_searches_by_prefix_and_down_gives_the_draft_back(program):
    with start(program) as terminal:
        terminal.line("print 12")
        terminal.wait_for_row("nn[2]> ")
        terminal.line("let h = 4")
        terminal.wait_for_row("nn[3]> ")
        terminal.type("pr")
        terminal.key("up")
        terminal.wait_for_row("nn[3]> print 12")
        terminal.key("down")
        terminal.wait_for_row("nn[3]> pr")
        terminal.key("ctrl-u")
        terminal.key("up")
        terminal.wait_for_row("nn[3]> let h = 4")
        terminal.key("up")
        terminal.wait_for_row("nn[3]> print 12")


def test_ctrl_r_searches_while_typing(program):
    with start(program) as terminal:
        terminal.line("print 12")
        terminal.wait_for_row("nn[2]> ")
        terminal.line("print 34")
        terminal.wait_for_row("nn[3]> ")
        terminal.key("ctrl-r")
        terminal.wait_for("search")
        terminal.type("12")
        terminal.wait_for("search \"12\": print 12")
        terminal.key("enter")
        terminal.wait_for_row("nn[3]> print 12")


def test_a_paste_is_inserted_at_once_and_not_run(program):
    with start(program) as terminal:
        terminal.paste("print 1\n\tprint 2\nprint 3\n")
        terminal.wait_for_row("... print 3")
        assert [row.split() for row in terminal.block()] == [
            ["nn[1]>", "print", "1"], ["...", "print", "2"], ["...", "print", "3"],
        ], terminal.picture()
        terminal.type("\x1f")
        terminal.wait_for_row("nn[1]> ")


def test_prompts_in_a_pasted_text_are_taken_off(program):
    with start(program) as terminal:
        terminal.paste("nn[7]> repeat 2 {\n...   print 8\n... }")
        terminal.wait_for_row("... }")
        rows = terminal.block()
        assert rows == ["nn[1]> repeat 2 {", "...   print 8", "... }"], rows


def test_a_thousand_pasted_rows_leave_a_clean_screen(program):
    with start(program) as terminal:
        rows = ["repeat 1 {", *(f"let h = {n}" for n in range(1000)), "}"]
        terminal.paste("\n".join(rows))
        terminal.wait_for_row("... }")
        assert len(terminal.screen()) == 24
        terminal.key("enter")
        terminal.wait_for_row("nn[2]> ")
        everything = terminal.everything()
        start_row = everything.index("nn[1]> repeat 1 {")
        assert everything[start_row + 1 : start_row + 1001] == [
            f"... let h = {n}" for n in range(1000)
        ]


def test_wide_and_accented_characters(program):
    with start(program) as terminal:
        terminal.type('print "é日本x"')
        terminal.key("left")
        terminal.key("left")
        terminal.type("ü")
        # Each of the wide characters takes two columns.
        terminal.wait_until(lambda: terminal.cursor()[1] == len('nn[1]> print "é') + 5, "the cursor")
        terminal.key("enter")
        terminal.wait_for_row("nn[2]> ")
        # The model of the screen keeps an empty cell behind a wide character.
        assert terminal.screen()[-2] == "é日本üx", terminal.picture()


def test_characters_are_known_without_a_locale(program):
    with start(program, LC_ALL="C") as terminal:
        terminal.type("é日ß")
        terminal.key("backspace")
        terminal.wait_until(lambda: terminal.screen()[-1] == "nn[1]> é日", "the characters")


def test_keys_at_random_on_tiny_screens_end_nothing(program):
    random = Random(1)
    keys = [*KEYS.values(), *map(chr, range(32, 127)), "日", "e\u0301", "\x1b5", "\x1bt", "\x12pr"]
    keys += [chr(code) for code in range(1, 32) if code not in (3, 4, 10, 13, 26, 28)]
    keys += ["{", "}", "\x1b[200~a {\r" + "b\r" * 30 + "\x1b[201~"]
    keys = [key for key in keys if "\r" not in key or key.endswith("~")]
    for settings in ["", "bind -v\n"]:
        # `true` is an editor that changes nothing.
        with start(program, files={".editrc": settings}, EDITOR="true") as terminal:
            for sizes, mark in [([(2, 7), (24, 80)], "✓"), ([(1, 1), (5, 3), (24, 80)], "✗")]:
                for rows, columns in sizes:
                    terminal.resize(rows, columns)
                    terminal.type("".join(random.choice(keys) for _ in range(400)))
                wait_until_read(terminal, mark)
            blocks = terminal.raw.count(b"\x1b[?2004h")
            terminal.key("ctrl-c")
            terminal.wait_until(
                lambda: terminal.raw.count(b"\x1b[?2004h") > blocks, "another block"
            )
            terminal.type("end")
            terminal.wait_for_row("nn[1]> end")


def wait_until_read(terminal, mark):
    """Leaves whatever the last keys began, and waits for a character that was typed after them."""
    terminal.type("\x07\x07")
    terminal.paste(mark)

    def is_drawn():
        # Not where the system echoes what is typed while the user's editor has the terminal: nn
        # draws between asking for marks around pastes and taking that back.
        drawn = terminal.raw.rpartition(b"\x1b[?2004h")[2]
        return mark.encode() in drawn and b"\x1b[?2004l" not in drawn

    terminal.wait_until(is_drawn, "the mark")


def test_a_long_row_wraps_and_is_edited(program):
    with start(program, columns=20) as terminal:
        terminal.type("a" * 13)
        terminal.wait_until(lambda: terminal.cursor() == (terminal.cursor()[0], 0), "a new row")
        terminal.type("b")
        terminal.key("home")
        terminal.type("X")
        terminal.wait_until(
            lambda: terminal.screen()[-2:] == ["nn[1]> X" + "a" * 12, "ab"], "both rows"
        )


def test_resizing_draws_the_block_again(program):
    with start(program) as terminal:
        terminal.type("12" * 30)
        terminal.wait_until(lambda: terminal.row().endswith("12"), "the text")
        terminal.resize(24, 40)
        terminal.wait_until(
            lambda: [row for row in terminal.screen() if row][-2:]
            == ["nn[1]> " + "12" * 16 + "1", "2" + "12" * 13], "two rows")


def test_ctrl_z_gives_the_terminal_back_and_fg_draws_again(program):
    with Terminal(["bash", "--norc", "--noprofile", "-i"], PS1="shell> ") as terminal:
        terminal.wait_for_row("shell> ")
        terminal.line(program)
        terminal.wait_for_row("nn[1]> ")
        terminal.type("let h")
        terminal.wait_for_row("nn[1]> let h")
        terminal.key("ctrl-z")
        terminal.wait_for_row("shell> ")
        terminal.line("fg")
        terminal.wait_for_row("nn[1]> let h")
        terminal.type(" = 4")
        terminal.wait_for_row("nn[1]> let h = 4")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[1]> ")
        terminal.key("ctrl-d")
        terminal.wait_for_row("shell> ")


def test_whatever_ends_the_process_gives_the_terminal_back(program):
    for number in [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGSEGV]:
        with start(program) as terminal:
            assert not terminal.is_ordinary()
            assert b"\x1b[?2004l" not in terminal.raw
            terminal.signal(number)
            assert terminal.wait_for_end() == -number
            assert b"\x1b[?2004l" in terminal.raw, "paste marks stay on"
            assert terminal.is_ordinary()


def test_the_terminal_is_ordinary_while_a_command_runs(program):
    with start(program) as terminal:
        terminal.line("print 12")
        terminal.wait_for_row("nn[2]> ")
        before, _, _ = terminal.raw.rpartition(b"nn[2]> ")
        assert before.rfind(b"\x1b[?2004h") > before.rfind(b"\x1b[?2004l") > 0


def test_a_terminal_that_cannot_move_its_cursor(program):
    with start(program, TERM="dumb") as terminal:
        terminal.line("repeat 2 {")
        terminal.wait_for_row("... ")
        terminal.line("print 6 * 7")
        terminal.wait_until(lambda: terminal.screen()[2:] == ["... print 6 * 7", "..."], "a row")
        terminal.line("}")
        terminal.wait_for_row("nn[2]> ")
        assert terminal.screen().count("42") == 2, terminal.picture()
        assert b"\x1b" not in terminal.raw
        terminal.type("nonsense")
        terminal.key("ctrl-c")
        terminal.wait_until(lambda: terminal.screen()[-1] == "nn[2]>", "a prompt")
        terminal.key("ctrl-d")
        assert terminal.wait_for_end() == 0


def test_other_terminals(program):
    for name in ["screen-256color", "tmux-256color", "linux", "vt100", "no-such-terminal"]:
        with start(program, TERM=name) as terminal:
            terminal.type("12")
            terminal.key("left")
            terminal.type("X")
            terminal.wait_for("nn[1]> 1X2")


def test_vi_mode_is_honoured(program):
    settings = "# a comment\nbind -v\nbind ^T nn-undo\n"
    with start(program, files={".editrc": settings}) as terminal:
        terminal.type("one two")
        terminal.key("escape")
        terminal.type("bx")
        terminal.wait_until(lambda: terminal.screen()[-1] == "nn[1]> one wo", "vi's x")
        terminal.type("u")
        terminal.wait_until(lambda: terminal.screen()[-1] == "nn[1]> one two", "vi's u")
        terminal.type("ddithree")
        terminal.wait_for_row("nn[1]> three")


def test_keys_of_the_users_own(program):
    settings = 'nn:bind "^[[15~" nn-row-start\nbind ^T nn-row-end\nother:bind ^A ed-insert\n'
    with start(program, files={".editrc": settings}) as terminal:
        terminal.type("one")
        terminal.key("f5")
        terminal.type("X")
        terminal.key("ctrl-t")
        terminal.type("Y")
        terminal.wait_for_row("nn[1]> XoneY")
        terminal.key("ctrl-a")
        terminal.wait_for_row("nn[1]> ")


def test_history_is_shared_and_survives(program):
    with tempfile.TemporaryDirectory() as home:
        with start(program, home=home) as first, start(program, home=home) as second:
            first.line("print 12")
            first.wait_for_row("nn[2]> ")
            second.line("print 34")
            second.wait_for_row("nn[2]> ")
            first.line("print 56")
            first.wait_for_row("nn[3]> ")
        path = os.path.join(home, ".local", "state", "nn", "history")
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        with start(program, home=home) as terminal:
            for expected in ["print 56", "print 34", "print 12"]:
                terminal.key("up")
                terminal.wait_for_row("nn[1]> " + expected)


def test_the_history_lies_where_the_environment_says(program):
    with tempfile.TemporaryDirectory() as folder:
        with start(program, XDG_STATE_HOME=folder) as terminal:
            terminal.line("repeat 2 {")
            terminal.wait_for_row("...   ")
            terminal.line("print 12")
            terminal.type("}")
            terminal.wait_for_row("... }")
            terminal.key("enter")
            terminal.wait_for_row("nn[2]> ")
        with open(os.path.join(folder, "nn", "history")) as file:
            assert file.read() == "repeat 2 {\\n  print 12\\n}\n"
