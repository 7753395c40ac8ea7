"""A session at the prompt as a picture: `picture.py PROGRAM FILE.svg`."""

import pathlib
import sys
from html import escape

from terminal import Terminal

ROWS, COLUMNS = 27, 84
SESSION = ["data xor", "layer dense 2 tanh", "layer dense 1 sigmoid", "train 2000 lr=1 batch=all",
           "show grads layer=2", "predict 1,0"]
LAST = "layer dense 4 leaky"

#: Width and height of a character cell, and the space around all of them.
CELL, LINE, EDGE = 8.4, 18, 14
GROUND, INK = "#16181d", "#d8dbe2"
INKS = {"red": "#f07178", "green": "#a5d06a", "blue": "#74a8f7", "magenta": "#d78fe6",
        "cyan": "#63c7d1", "brown": "#e0b45c", "default": INK}


def play(program):
    """The terminal after the session, a command half typed."""
    terminal = Terminal([str(pathlib.Path(program).resolve())], rows=ROWS, columns=COLUMNS)
    with terminal:
        for cell, line in enumerate(SESSION, 1):
            terminal.wait_for_row(f"nn[{cell}]> ")
            terminal.line(line)
        prompt = f"nn[{len(SESSION) + 1}]> "
        terminal.wait_for_row(prompt)
        terminal.type(LAST)
        terminal.wait_for_row(prompt + LAST)
        terminal.wait_for("layer dense UNITS")
        return terminal


def picture(terminal):
    width, height = COLUMNS * CELL + 2 * EDGE, len(terminal.screen()) * LINE + 2 * EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" '
        f'width="{width:.0f}" height="{height}">',
        "<title>A session at the prompt of nn</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{GROUND}"/>',
        f'<g font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" '
        f'font-size="14" fill="{INK}" xml:space="preserve">',
    ]
    y, x = terminal.cursor()
    for row in range(len(terminal.screen())):
        lines += runs(terminal, row)
    left, top = EDGE + x * CELL, EDGE + y * LINE + 2
    lines.append(
        f'<rect x="{left:.1f}" y="{top}" width="{CELL}" height="{LINE - 2}" fill="{INK}" '
        f'fill-opacity="0.5"/>')
    return "\n".join([*lines, "</g>", "</svg>", ""])


def runs(terminal, row):
    """The text elements of a row: one for each run of cells that look the same."""
    start = 0
    cells = [look(terminal, row, column) for column in range(COLUMNS)]
    for column in range(1, COLUMNS + 1):
        if column < COLUMNS and cells[column][1] == cells[start][1]:
            continue
        text = "".join(cell[0] for cell in cells[start:column]).rstrip()
        if text:
            left, base = EDGE + start * CELL, EDGE + row * LINE + 14
            length = len(text) * CELL
            yield (
                f'<text x="{left:.1f}" y="{base}" textLength="{length:.1f}"{cells[start][1]}>'
                f"{escape(text)}</text>")
        start = column


def look(terminal, row, column):
    """A character and the attributes that it is drawn with."""
    cell = terminal.style(row, column)
    attributes = "" if cell.fg == "default" else f' fill="{INKS.get(cell.fg, INK)}"'
    if cell.bold:
        attributes += ' font-weight="bold"'
    if cell.blink:
        attributes += ' fill-opacity="0.55"'
    return cell.data, attributes


def main(arguments):
    if len(arguments) != 2:
        print("usage: picture.py PROGRAM FILE.svg", file=sys.stderr)
        return 2
    program, file = arguments
    pathlib.Path(file).write_text(picture(play(program)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
