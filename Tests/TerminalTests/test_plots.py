"""Plots on a terminal: colours by what it can do, and pictures that are redrawn in place."""

from test_session import start, submit


def moons(terminal):
    submit(terminal, 1, "data moons", "layer dense 4 tanh", "layer dense 2 softmax")


def test_a_live_plot_is_redrawn_in_one_place(program):
    with start(program, rows=40) as terminal:
        moons(terminal)
        # Long enough for several pictures.
        submit(terminal, 4, "train 1000000 time=1s plot=loss")
        shown = [row for row in terminal.everything() if row.strip()]
        titles = [row for row in shown if row.startswith("Loss over ")]
        assert len(titles) == 1, terminal.picture()
        # The last picture stays, it is of the last epoch, and the report stands below it.
        [epoch] = [row.split()[-1] for row in shown if row.startswith("epoch ")]
        assert titles[0] == f"Loss over {epoch} epochs", terminal.picture()
        assert shown.index(titles[0]) < shown.index(f"epoch     {epoch}"), terminal.picture()
        assert terminal.raw.count(b"Loss over ") > 3
        assert not any("░" in row for row in terminal.everything()), terminal.picture()


def test_an_interrupted_live_plot_leaves_a_clean_screen(program):
    with start(program, rows=40) as terminal:
        moons(terminal)
        terminal.line("train 100000000 plot=boundary")
        terminal.wait_for("Decision regions after ")
        terminal.type("\x03")
        terminal.wait_for("interrupted in epoch")
        terminal.wait_for_row("nn[5]> ")
        titles = [row for row in terminal.everything() if row.startswith("Decision regions")]
        assert len(titles) == 1, terminal.picture()


def test_a_low_terminal_keeps_the_progress_line(program):
    with start(program, rows=10) as terminal:
        moons(terminal)
        submit(terminal, 4, "train 1000000 time=1s plot=boundary")
        assert "epoch " in "\n".join(terminal.everything())
        assert "Decision regions" not in "\n".join(terminal.everything()), terminal.picture()


def test_colours_are_those_that_the_terminal_has(program):
    for variables, code in (
        ({"COLORTERM": "truecolor"}, b"48;2;"),
        ({}, b"48;5;"),
        ({"NO_COLOR": "1"}, None),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, None),
    ):
        with start(program, rows=40, **variables) as terminal:
            moons(terminal)
            submit(terminal, 4, "plot boundary")
            found = {kind for kind in (b"48;2;", b"48;5;") if kind in terminal.raw}
            assert found == ({code} if code else set()), (variables, found)


def test_a_plot_fits_a_narrow_terminal(program):
    with start(program, rows=40, columns=40) as terminal:
        moons(terminal)
        submit(terminal, 4, "train 10 quiet=on", "plot loss")
        rows = terminal.everything()
        # A row that did not fit would go on in the next one, without an axis at its left.
        first = rows.index(next(row for row in rows if row.startswith("loss (")))
        area = rows[first + 1 :]
        area = area[: next(i for i, row in enumerate(area) if "└" in row)]
        assert len(area) > 5 and all("│" in row or "┤" in row for row in area), terminal.picture()
