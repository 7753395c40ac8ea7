"""Cells: their list, running them again, changing them, taking back, and keeping them."""

import os
import pathlib
import subprocess

from terminal import Terminal


def start(program, **options):
    terminal = Terminal([program], **options)
    terminal.wait_for_row("nn[1]> ")
    return terminal


def submit(terminal, *lines, cell=1):
    """Enters the lines one after the other, each at its numbered prompt, from `cell` on."""
    for number, line in enumerate(lines, cell):
        terminal.wait_for_row(f"nn[{number}]> ")
        terminal.line(line)
    terminal.wait_for_row(f"nn[{cell + len(lines)}]> ")


def answer(terminal, line):
    """Enters a line and gives the rows that it showed."""
    before = len(terminal.everything())
    number = int(terminal.row()[3:].partition("]")[0])
    terminal.line(line)
    terminal.wait_for_row(f"nn[{number + 1}]> ")
    return terminal.everything()[before:-1]


def column(rows, name):
    """The cells of a table below the heading with this name, by the number in the first column."""
    heading = next(row for row in rows if row.split()[:1] == ["cell"])
    place = heading.split().index(name)
    return {
        int(row.split()[0]): row.split()[place] for row in rows[rows.index(heading) + 1 :] if row
    }


def test_history_lists_cells_with_status_and_seed(program):
    with start(program) as terminal:
        submit(terminal, "seed 7", "let h = 1", "layer dense 4 rellu", "undo")
        rows = answer(terminal, "history")
        assert column(rows, "status") == {1: "done", 2: "undone", 3: "failed", 4: "done"}, rows
        seeds = [row for row in rows if "layer dense 4 rellu" in row]
        assert len(seeds) == 1 and " 7 " in seeds[0], rows
        rows = answer(terminal, "history failed")
        assert column(rows, "error") == {3: "unknown"}, rows


def test_history_names_a_long_cell_and_shows_it_whole(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1" + " + 1" * 30)
        rows = answer(terminal, "history")
        assert column(rows, "status") == {1: "done"} and rows[-1].endswith("…"), rows
        shown = "".join(answer(terminal, "history 1"))
        assert shown.replace(" ", "").count("+1") == 30, shown


def test_values_of_cells_have_names(program):
    with start(program) as terminal:
        submit(terminal, "6 * 7", "let h = 3", "$h + 1")
        assert answer(terminal, "print _, _1, _3") == ["4 42 4"]
        assert any("cell 2 has no value" in row for row in answer(terminal, "print _2"))


def test_rerun_runs_cells_again_as_new_ones(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1", "let h = $h + 1", "print $h")
        terminal.line("rerun 2..3")
        terminal.wait_for_row("nn[7]> ")
        rows = terminal.screen()
        assert rows[-4:-1] == ["nn[5]> let h = $h + 1", "nn[6]> print $h", "3"], terminal.picture()


def test_rerun_stops_at_a_failure(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1", "print $nope", "print 12")
        terminal.line("rerun 1..3")
        terminal.wait_for_row("nn[7]> ")
        assert any("1 cell not run again" in row for row in terminal.screen())


def test_edit_runs_the_new_text_where_the_cell_stood(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1", "let k = 10", "let h = $h + $k", "print $h")
        terminal.line("edit 2")
        terminal.wait_for_row("nn[6]> let k = 10")
        terminal.type("0")
        terminal.key("enter")
        terminal.wait_for_row("nn[7]> ")
        # The session is the one before cell 2, then the new text.
        assert answer(terminal, "print $h, $k") == ["1 100"]
        status = column(answer(terminal, "history"), "status")
        assert [status[n] for n in (1, 3, 4, 6)] == ["done", "stale", "stale", "done"], status
        terminal.line("rerun stale")
        terminal.wait_for_row("nn[12]> ")
        assert terminal.screen()[-2] == "101", terminal.picture()
        status = column(answer(terminal, "history"), "status")
        assert "stale" not in status.values(), status


def test_edit_opens_the_persons_editor(program):
    with start(program, EDITOR="sed -i s/10/100/") as terminal:
        submit(terminal, "let h = 1", "let k = 10", "let h = 5")
        terminal.line("edit 2")
        terminal.wait_for_row("nn[6]> ")
        assert terminal.screen()[-2] == "nn[5]> let k = 100", terminal.picture()
        assert answer(terminal, "print $h, $k") == ["1 100"]
        assert answer(terminal, "edit 1") == ["cell 1 is as it was"]
        assert answer(terminal, "print $h, $k") == ["1 100"]


def test_undo_takes_back_an_edit(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1", "let k = 10", "let h = 5")
        terminal.line("edit 2")
        terminal.wait_for_row("nn[5]> let k = 10")
        terminal.type("0")
        terminal.key("enter")
        terminal.wait_for_row("nn[6]> ")
        rows = answer(terminal, "undo 2")
        assert any("'edit 2'" in row for row in rows), rows
        assert answer(terminal, "print $h, $k") == ["5 10"]


def test_an_edit_that_fails_or_is_given_up_changes_nothing(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1", "let h = 2")
        terminal.line("edit 1")
        terminal.wait_for_row("nn[4]> let h = 1")
        terminal.type(" + $nope")
        terminal.key("enter")
        terminal.wait_for_row("nn[5]> ")
        assert answer(terminal, "print $h") == ["2"]
        terminal.line("edit 1")
        terminal.wait_for_row("nn[7]> let h = 1")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[7]> ")
        assert answer(terminal, "print $h") == ["2"]
        assert answer(terminal, "edit 99")[0].endswith("there is no cell 99"), terminal.picture()


def test_undo_says_what_it_takes_back(program):
    with start(program) as terminal:
        submit(terminal, "let h = 1", "let h = 2")
        assert answer(terminal, "undo 2") == ["took back 'let h = 2' (cell 2), 'let h = 1' (cell 1)"]
        assert answer(terminal, "redo") == ["did again 'let h = 1' (cell 1)"]


def test_a_session_is_saved_as_a_script_that_prints_the_same(program):
    with start(program) as terminal:
        submit(
            terminal,
            "seed 3",
            "data xor",
            "layer dense 4 tanh",
            "layer dense 9 rellu",
            "layer dense 1 sigmoid",
            "train 20 lr=1",
            "loss * 1",
            "train 20 lr=5",
            "undo",
            "predict(1, 0)",
            "let double = 2 * _7",
            "print $double, _",
        )
        path = os.path.join(terminal.home, "lesson.nn")
        rows = answer(terminal, f"save session {path}")
        assert rows == [f"saved 9 statements to {path}"], rows
        text = pathlib.Path(path).read_text()
        assert "rellu" not in text and "lr=5" not in text and "_7" not in text, text
        typed = [row for row in terminal.everything() if not row.startswith("nn[")]
        ran = subprocess.run([program, "--quiet", path], capture_output=True, text=True)
        assert ran.returncode == 0 and ran.stderr == "", ran
        printed = ran.stdout.splitlines()
        assert len(printed) == 3, ran.stdout
        assert all(line in typed for line in printed), (printed, typed)


def test_comments_that_were_typed_are_saved(program):
    with start(program) as terminal:
        def remark(line, cell):
            terminal.wait_for_row(f"nn[{cell}]> ")
            terminal.line(line)

        remark("# The data", 1)
        submit(terminal, "data xoor", "data xor  # four rows")
        remark("# A network", 3)
        remark("# of one layer", 3)
        submit(terminal, "layer dense 1", cell=3)
        path = os.path.join(terminal.home, "lesson")
        submit(terminal, f"save session {path}.nn", f"save notebook {path}.md", cell=4)
        assert pathlib.Path(path + ".nn").read_text() == (
            "#!/usr/bin/env nn\n# The data\ndata xor  # four rows\n"
            "# A network\n# of one layer\nlayer dense 1\n")
        page = pathlib.Path(path + ".md").read_text()
        assert page.startswith("The data\n"), page
        assert page.count("The data") == page.count("A network\nof one layer\n") == 1, page
        # Where a line is wrong is told as it was typed.
        remark("# more", 6)
        terminal.wait_for_row("nn[6]> ")
        rows = answer(terminal, "nope")
        assert any(row.startswith("nn[6]:1:1: error") for row in rows), rows


def test_a_file_is_replaced_only_after_a_question(program):
    with start(program, files={"a.nn": "old"}) as terminal:
        path = os.path.join(terminal.home, "a.nn")
        terminal.line(f"save session {path}")
        terminal.wait_for("[y/N]")
        terminal.line("n")
        terminal.wait_for_row("nn[2]> ")
        assert pathlib.Path(path).read_text() == "old"
        terminal.line(f"save session {path}")
        terminal.wait_until(lambda: terminal.row().endswith("[y/N] "), "the question")
        terminal.line("y")
        terminal.wait_for_row("nn[3]> ")
        assert pathlib.Path(path).read_text().startswith("#!/usr/bin/env nn")


def test_interrupted_training_is_saved_with_the_same_bits(program):
    with start(program) as terminal:
        submit(
            terminal, "data moons 1000", "layer dense 32 tanh", "layer dense 1 sigmoid", "digits 17"
        )
        terminal.line("train 100000000 batch=16 optimizer=adam lr=0.001")
        terminal.wait_until(lambda: "  loss " in "\n".join(terminal.screen()[4:]), "progress")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[6]> ")
        shown = answer(terminal, "print epoch, steps, norm(W1), norm(W2), lr")
        path = os.path.join(terminal.home, "lesson.nn")
        terminal.line(f"save session {path}")
        terminal.wait_for_row("nn[8]> ")
        ran = subprocess.run([program, path], capture_output=True, text=True)
        assert ran.stdout.splitlines() == shown, (ran, shown, pathlib.Path(path).read_text())


LINES = [
    "seed 2",
    "data moons 60",
    "split 0.25",
    "layer dense 5 tanh",
    "layer dense 1 sigmoid",
    "train 30 lr=0.5",
    "show weights",
    "print rand(), loss",
    "W1",
    "evaluate",
]


def test_typed_piped_from_a_file_and_rerun_give_the_same_bytes(program):
    with start(program) as terminal:
        home = pathlib.Path(terminal.home)
        submit(terminal, *LINES, f"save notebook {home}/typed.md")
        terminal.line("reset all")
        terminal.wait_for_row("nn[13]> ")
        terminal.line("rerun 1..10")
        terminal.wait_for_row("nn[24]> ")
        terminal.line(f"save notebook {home}/rerun.md")
        terminal.wait_for_row("nn[25]> ")
        script = "\n".join([*LINES, f"save notebook {home}/NAME.md"]) + "\n"
        (home / "lesson.nn").write_text(script.replace("NAME", "file"))
        subprocess.run([program, home / "lesson.nn"], capture_output=True, check=True)
        subprocess.run(
            [program], input=script.replace("NAME", "piped"), text=True, capture_output=True,
            check=True,
        )
        typed = (home / "typed.md").read_bytes()
        assert b"accuracy" in typed
        assert typed == (home / "file.md").read_bytes() == (home / "piped.md").read_bytes()
        # The cells that ran again show what the first ones showed, under their own numbers.
        rerun = (home / "rerun.md").read_text()
        again = rerun[rerun.index("**[14]**") :]
        for number in range(10, 0, -1):
            again = again.replace(f"**[{number + 13}]**", f"**[{number}]**")
        assert again == typed.decode(), again


def test_training_shows_loss_rate_time_left_and_a_curve(program):
    with start(program, columns=130) as terminal:
        submit(terminal, "data moons 400", "split 0.25 val=0.25", "layer dense 16 tanh",
               "layer dense 1 sigmoid")
        terminal.line("train 100000000 lr=0.1")

        def is_shown():
            row = terminal.screen()[-1]
            words = ["epoch", "loss 0", "val_loss 0", "lr 0.1", "epochs/s", " left"]
            return all(word in row for word in words) and row[-1] in "▁▂▃▄▅▆▇█"

        terminal.wait_until(is_shown, "the whole line")
        terminal.key("ctrl-c")
        terminal.wait_for_row("nn[6]> ")


def test_epochs_fit_on_a_screen(program):
    with start(program) as terminal:
        submit(terminal, "data xor; layer dense 1 sigmoid", "train 500 quiet=on")
        rows = answer(terminal, "show epochs")
        epochs = [row.split()[0] for row in rows if row.split()[:1] and row.split()[0].isdigit()]
        assert epochs[:3] == ["0", "50", "100"] and epochs[-2] == "500", rows
        assert rows[-1] == "11 of 501 rows; all: show epochs every=1", rows


def test_the_tour_goes_on_when_its_line_was_run(program):
    with start(program) as terminal:
        submit(terminal, "let mine = 12", "tour")
        assert any("[1/" in row for row in terminal.screen()), terminal.picture()
        assert answer(terminal, "print 1")[0] == "1"
        rows = answer(terminal, "data xor")
        assert any("[2/" in row for row in rows), rows
        answer(terminal, "tour stop")
        assert answer(terminal, "print $mine") == ["12"]


def test_help_fits_one_screen(program):
    with start(program) as terminal:
        terminal.line("help")
        terminal.wait_for_row("nn[2]> ")
        assert terminal.screen()[1] == "nn[1]> help" or terminal.screen()[0].startswith("nn")
        assert len(terminal.everything()) <= 24, terminal.picture()


def test_the_banner_takes_two_lines_at_most(program):
    with start(program) as terminal:
        assert len(terminal.screen()) <= 3
