"""Reads thousands of texts with nn and with Python's `csv`: `test_csv.py PROGRAM`.

Tables are drawn at random (separators, line ends, quotes, missing cells, numbers of all lengths)
and then damaged. One process of nn reads them all; what it says of each has to be what Python's
reader, and the few rules of nn about missing cells and types, say. Prints one line for each text
that differs and ends with `N passed, N failed`.
"""

import csv
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

TEXTS = 4000
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
MISSING = re.compile(r"|\?|NA|[nN][aA][nN]|[nN][uU][lL][lL]")
# Blanks around cells and lines of comment are nn's own; neither is drawn here.
LETTERS = ["a", "b_c", "é", "x-1", "€", ".", "-", "1e", "'"]
DAMAGE = ['"', '""', "\n", "\r\n", "\r", ",", ";", "|", "1", "x", "?", "NA", "é"]


def draw_number(draw):
    digits = "".join(draw.choice("0123456789") for _ in range(draw.choice([1, 2, 4, 8, 17, 20, 25])))
    point = draw.randint(0, len(digits))
    text = digits[:point] + draw.choice(["", ".", "."]) + digits[point:]
    exponent = draw.choice(["", "", "", f"e{draw.randint(-20, 20)}", f"E+{draw.randint(0, 99)}"])
    return draw.choice(["", "", "-", "+"]) + text + exponent


def draw_text(draw, separator):
    pieces = LETTERS + ['"', "\n", "\r\n", separator]
    return "t" + "".join(draw.choice(pieces) for _ in range(draw.randint(0, 4)))


def draw_table(draw, separator, rows):
    """A text that is a table, in one of the ways in which tables are written."""
    kinds = [draw.random() < 0.6 for _ in range(draw.randint(1, 6))]
    end = draw.choice(["\n", "\n", "\r\n", "\r"])
    quotes_all = draw.random() < 0.2
    missing = draw.choice([0, 0, 0.1])
    out = io.StringIO(newline="")
    for _ in range(rows):
        cells = []
        for is_number in kinds:
            cell = draw_number(draw) if is_number else draw_text(draw, separator)
            if draw.random() < missing:
                cell = draw.choice(["", "?", "NA", "nan", "NULL"])
            if quotes_all or any(mark in cell for mark in (separator, '"', "\n", "\r")):
                cell = '"' + cell.replace('"', '""') + '"'
            cells.append(cell)
        out.write(separator.join(cells) + end)
        if draw.random() < 0.02:
            out.write(end)
    text = out.getvalue()
    return text[: -len(end)] if draw.random() < 0.3 else text


def damage(draw, text):
    for _ in range(draw.randint(1, 3)):
        place = draw.randint(0, len(text))
        if draw.random() < 0.5:
            text = text[:place] + draw.choice(DAMAGE) + text[place:]
        else:
            text = text[:place] + text[place + draw.randint(1, 3) :]
    return text


def expected(text, separator):
    """The rows that are left, or None where the text is no table."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        rows = [row for row in reader if row]
    except csv.Error:
        return None
    if not rows or len({len(row) for row in rows}) > 1:
        return None
    kinds = [None] * len(rows[0])
    values = []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            if MISSING.fullmatch(cell):
                cells.append(None)
                continue
            number = float(cell) if NUMBER.fullmatch(cell) else None
            if number in (float("inf"), float("-inf")):
                return None
            kind = kinds[column] = kinds[column] or ("text" if number is None else "number")
            if (kind == "number") != (number is not None):
                return None
            cells.append(cell if number is None else number)
        values.append(cells)
    texts = [{row[column] for row in values} for column in range(len(kinds))]
    if any(kind == "text" and len(seen - {None}) > 100 for kind, seen in zip(kinds, texts)):
        return None
    return [row for row in values if None not in row] or None


def draw_texts():
    draw = random.Random(20240229)
    for index in range(TEXTS):
        separator = draw.choice(list(SEPARATORS))
        text = draw_table(draw, separator, draw.randint(1, 8))
        yield damage(draw, text) if index % 2 else text, separator
    # Longer than what is looked at together, so that rows are cut and threads share them.
    for index in range(6):
        text = draw_table(draw, ",", 2000)
        yield text * (1 + (2_200_000 if index < 2 else 100_000) // len(text)), ","
    numbers = "".join(f"{draw_number(draw)},{draw.random()!r}\n" for _ in range(20_000))
    yield numbers, ","
    yield numbers[:-1] + '\n"1","2"\n' + numbers, ","
    yield numbers + "1,2,3\n" + numbers, ","


def main(words):
    if len(words) != 1:
        print("usage: test_csv.py PROGRAM", file=sys.stderr)
        return 2
    program = str(pathlib.Path(words[0]).resolve())
    cases = list(draw_texts())
    with tempfile.TemporaryDirectory(prefix="nn-csv-") as folder:
        script = []
        for index, (text, separator) in enumerate(cases):
            pathlib.Path(folder, f"{index}.csv").write_bytes(text.encode())
            script.append(
                f"if true {{ data load {index}.csv header=off target=none missing=drop "
                f"sep={SEPARATORS[separator]}; show data 1000000 }}\n"
            )
        result = subprocess.run(
            [program, "--json", "--keep-going", "-"],
            input="".join(script).encode(),
            cwd=folder,
            capture_output=True,
            timeout=300,
        )
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    if len(answers) != len(cases):
        print(f"{len(answers)} answers to {len(cases)} texts: {result.stderr.decode()[-500:]}")
        print("0 passed, 1 failed")
        return 1
    failed = tables = 0
    for (text, separator), answer in zip(cases, answers):
        wanted = expected(text, separator)
        tables += wanted is not None
        found = None
        if answer["status"] == "ok":
            found = [row[1:] for row in answer["result"]["items"][1]["rows"]]
        if found != wanted:
            failed += 1
            says = answer.get("error", {}).get("message") or str(found)[:300]
            print(f"failed  {text[:300]!r} with {separator!r}: nn says {says}, expected {str(wanted)[:300]}")
    if not TEXTS / 4 < tables < len(cases) - TEXTS / 8:
        print(f"{tables} of {len(cases)} texts are tables, which tests too little")
        failed += 1
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
