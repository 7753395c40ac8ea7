"""Runs the tests of this folder: `run.py PROGRAM [PART-OF-A-NAME …]`.

A test is a function `test_…(program)` in a file `test_….py`. Prints one line for each and ends
with `N passed, N failed`.
"""

import importlib
import pathlib
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent


def tests():
    """Name and function of each test, in the order of the files."""
    for path in sorted(HERE.glob("test_*.py")):
        module = importlib.import_module(path.stem)
        for name, function in vars(module).items():
            if name.startswith("test_") and callable(function):
                yield f"{path.stem[5:]}: {name[5:].replace('_', ' ')}", function


def run(name, function, program):
    start = time.monotonic()
    try:
        function(program)
    except Exception:  # a test may fail in any way
        print(f"failed  {name}")
        print("        " + traceback.format_exc().replace("\n", "\n        ").rstrip())
        return False
    print(f"passed  {name} ({time.monotonic() - start:.2f} s)", flush=True)
    return True


def main(arguments):
    if not arguments:
        print("usage: run.py PROGRAM [PART-OF-A-NAME …]", file=sys.stderr)
        return 2
    program, wanted = str(pathlib.Path(arguments[0]).resolve()), arguments[1:]
    chosen = [
        (name, function)
        for name, function in tests()
        if not wanted or any(part in name for part in wanted)
    ]
    results = [run(name, function, program) for name, function in chosen]
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
