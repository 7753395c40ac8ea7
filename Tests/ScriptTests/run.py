"""Runs nn scripts as tests: `run.py PROGRAM PATH…`, each path a folder or a `.nn` file.

A script alone is a test of its own: it passes when `nn test` says so. One with files of the same
name beside it is run as it stands and held against them, byte by byte:

    NAME.out      standard output
    NAME.err      standard error
    NAME.status   the exit status; 0 where there is no such file
    NAME.args     the command line, `{}` standing for the script; `{}` where there is no such file

Standard output and error are only compared where there is a file for them. Scripts that others
`run` live in folders named `parts` and are no tests.

Each script runs in a folder of its own that shows `Tests` and `examples` as the repository has
them: paths are relative to the repository, and what a script saves vanishes. Prints one line for
each and ends with `N passed, N failed`.
"""

import concurrent.futures
import difflib
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHOWN = ["Tests", "examples"]
GOLDEN = [".out", ".err", ".status", ".args"]
TIMEOUT = 120  # seconds; the slowest script takes a few


def scripts(paths):
    """The scripts in the paths, relative to the repository, in order."""
    for path in map(pathlib.Path, paths):
        found = sorted(path.rglob("*.nn")) if path.is_dir() else [path]
        for script in found:
            if path == script or "parts" not in script.parts:
                yield script.resolve().relative_to(ROOT)


def left_alone(paths):
    """Files that belong to no script: a misspelt name would otherwise test nothing."""
    for path in filter(pathlib.Path.is_dir, map(pathlib.Path, paths)):
        for file in sorted(path.rglob("*")):
            if file.suffix in GOLDEN and not file.with_suffix(".nn").exists():
                yield file


def beside(script, suffix):
    """The bytes of the file with this suffix beside the script; none where there is none."""
    path = (ROOT / script).with_suffix(suffix)
    return path.read_bytes() if path.exists() else None


def is_golden(script):
    return any((ROOT / script).with_suffix(suffix).exists() for suffix in GOLDEN)


def arguments(script):
    if not is_golden(script):
        return ["test", str(script)]
    line = (beside(script, ".args") or b"{}").decode()
    return [word.replace("{}", str(script)) for word in shlex.split(line)]


def start(program, script):
    with tempfile.TemporaryDirectory(prefix="nn-scripts-") as folder:
        for name in SHOWN:
            if (ROOT / name).exists():
                os.symlink(ROOT / name, os.path.join(folder, name))
        return subprocess.run(
            [program, *arguments(script)],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
        )


def readable(text):
    return text.decode("utf-8", "backslashreplace").splitlines()


def difference(name, expected, found):
    """What differs, as a unified diff; nothing where nothing does."""
    if expected is None or expected == found:
        return []
    lines = difflib.unified_diff(
        readable(expected), readable(found), f"expected {name}", f"found {name}", lineterm=""
    )
    # Where no line differs, the ends of the lines do.
    return list(lines) or [f"{name} is {found!r}, expected {expected!r}"]


def faults(script, result):
    """All that is wrong with how the script ran, as lines."""
    status = int(beside(script, ".status") or 0)
    if result.returncode < 0:
        yield f"ended by {signal.Signals(-result.returncode).name}"
    elif result.returncode != status:
        yield f"exit status {result.returncode}, expected {status}"
    yield from difference("standard output", beside(script, ".out"), result.stdout)
    yield from difference("standard error", beside(script, ".err"), result.stderr)


def run(program, script):
    """What is wrong, as lines, and the seconds it took to find out."""
    began = time.monotonic()
    try:
        result = start(program, script)
    except subprocess.TimeoutExpired:
        return [f"not done after {TIMEOUT} s"], time.monotonic() - began
    found = list(faults(script, result))
    # What was compared has been shown.
    for suffix, text in ((".out", result.stdout), (".err", result.stderr)):
        if found and beside(script, suffix) is None:
            found += readable(text)
    return found, time.monotonic() - began


def main(words):
    if len(words) < 2:
        print("usage: run.py PROGRAM PATH…", file=sys.stderr)
        return 2
    program, paths = str(pathlib.Path(words[0]).resolve()), words[1:]
    failed = passed = 0
    for file in left_alone(paths):
        print(f"failed  {file}: there is no script beside it")
        failed += 1
    chosen = list(scripts(paths))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = pool.map(lambda script: run(program, script), chosen)
        for script, (found, seconds) in zip(chosen, results):
            print(f"{'failed' if found else 'passed'}  {script} ({seconds:.2f} s)", flush=True)
            for line in found:
                print(f"        {line}")
            passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
