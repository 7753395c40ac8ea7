"""Tab at each kind of place."""

import os
import tempfile

from terminal import Terminal

NETWORK = ["data xor", "layer dense 4 relu", "layer dense 1 sigmoid", "let half = 0.5"]


def start(program, *lines, **options):
    terminal = Terminal([program], **options)
    for cell, line in enumerate(lines, 1):
        terminal.wait_for_row(f"nn[{cell}]> ")
        terminal.line(line)
    terminal.wait_for_row(f"nn[{len(lines) + 1}]> ")
    return terminal


def test_one_word_fits(program):
    cases = [
        ("opti", "optimizer "),
        ("layer drop", "layer dropout "),
        ("layer dense 4 rel", "layer dense 4 relu "),
        ("train 9 opt", "train 9 optimizer="),
        ("train 9 optimizer=adag", "train 9 optimizer=adagrad "),
        ("layer dropout $", "layer dropout $half "),
        ("print acc", "print accuracy "),
        ('print "${acc', 'print "${accuracy '),
        ("set W1", "set W1 "),
        ("help data loa", "help data load "),
        ("loss < 1 an", "loss < 1 and "),
    ]
    with start(program, *NETWORK) as terminal:
        for typed, whole in cases:
            terminal.type(typed)
            terminal.key("tab")
            terminal.wait_until(
                lambda: terminal.row().rstrip() == f"nn[5]> {whole}".rstrip(), f"{whole!r}")
            terminal.key("ctrl-u")
            terminal.wait_for_row("nn[5]> ")


def test_lists_say_what_each_word_is(program):
    cases = [
        ("show weights layer=", ["0  the input", "1  dense 4 relu", "2  dense 1 sigmoid"]),
        ("layer dense 4 leaky_relu init=he ", ["bias=", "alpha="]),
        ("train 9 keep=", ["last", "best"]),
        ("freeze ", ["W1", "all weights", "everything"]),
    ]
    with start(program, *NETWORK) as terminal:
        for typed, expected in cases:
            terminal.type(typed)
            terminal.key("tab")
            for text in expected:
                terminal.wait_for(text)
            terminal.key("ctrl-u")
            terminal.wait_for_row("nn[5]> ")


def test_files_and_their_columns(program):
    table = "width,petal size,kind\n1,2,a\n3,4,b\n"
    with tempfile.TemporaryDirectory() as home:
        os.mkdir(os.path.join(home, "my data"))
        with open(os.path.join(home, "my data", "two words.csv"), "w") as file:
            file.write(table)
        with start(program, home=home) as terminal:
            # Each Tab goes on to the next part of the path.
            terminal.type("data load ~/my")
            terminal.key("tab")
            terminal.wait_for_row('nn[1]> data load "~/my data/')
            terminal.key("tab")
            terminal.wait_for_row('nn[1]> data load "~/my data/two words.csv" ')
            terminal.type("target=")
            terminal.key("tab")
            for text in ["width", '"petal size"', "kind", "nothing is to be learned"]:
                terminal.wait_for(text)
            terminal.type("k")
            terminal.key("tab")
            terminal.key("enter")
            terminal.wait_for("2 samples, 2 inputs, 2 classes")


def test_what_does_not_exist_is_not_offered(program):
    with start(program, *NETWORK) as terminal:
        for typed in [
            "print val_", "print dW", "set W3", "layer dense 4 rellu", "train 9 lr=0.1 epo",
        ]:
            before = terminal.raw.count(b"\x07")
            terminal.type(typed)
            terminal.key("tab")
            terminal.wait_until(lambda: terminal.raw.count(b"\x07") > before, "a bell")
            terminal.wait_for_row(f"nn[5]> {typed}")
            terminal.key("ctrl-u")
            terminal.wait_for_row("nn[5]> ")


def test_a_long_list_has_pages_that_say_what_each_word_is(program):
    with start(program) as terminal:
        for shown in ["Tab says what each is", "1 to 22 of ", "23 to 44 of "]:
            terminal.key("tab")
            terminal.wait_for(shown)
        terminal.type("q")
        terminal.wait_until(
            lambda: not any("to 44 of" in row for row in terminal.screen()), "the list gone"
        )
