"""Tests what only a command line shows: `test_command_line.py PROGRAM`.

Pipes, `-c`, arguments, `--json`, exit statuses, the tools `test`, `check` and `fmt`, and text that
is no script at all. Prints one line for each test and ends with `N passed, N failed`.
"""

import array
import gzip
import inspect
import json
import math
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CASES = ROOT / "Tests" / "ScriptTests" / "Cases"
FAIL = "layer dense 0"


class Nn:
    """A program in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)

    def __call__(self, *words, text="", timeout=60, env=()):
        """Runs it with standard input; text or bytes."""
        text = text.encode() if isinstance(text, str) else text
        result = subprocess.run(
            [self.program, *map(str, words)],
            cwd=self.folder,
            input=text,
            capture_output=True,
            timeout=timeout,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **dict(env)},
        )
        assert result.returncode >= 0, f"ended by {signal.Signals(-result.returncode).name}"
        result.out = result.stdout.decode()
        result.err = result.stderr.decode()
        result.status = result.returncode
        return result

    def file(self, text, name="a.nn"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return name

    def json(self, *words, **options):
        result = self(*words, "--json", **options)
        return [json.loads(line) for line in result.out.splitlines()], result


def same(found, expected):
    assert found == expected, f"found {found!r}, expected {expected!r}"


def holds(part, text):
    assert part in text, f"no {part!r} in {text!r}"


# --- Where a script comes from ---


def test_same_results_from_file_pipe_and_line(nn):
    lines = ["let a = 4", "print $a + 1", "$a", "data xor", "layer dense 2", "layer dense 1"]
    lines += ["train 3 quiet=on", "print loss", "show weights", "epoch"]
    text = "\n".join(lines) + "\n"
    expected = nn(nn.file(text)).stdout
    assert expected.startswith(b"5\n4\n")
    same(nn("run", "a.nn").stdout, expected)
    same(nn(text=text).stdout, expected)
    same(nn("-", text=text).stdout, expected)
    same(nn("run", "-", text=text).stdout, expected)
    same(nn("-c", "; ".join(lines)).stdout, expected)
    same(nn(*[word for line in lines for word in ("-c", line)]).stdout, expected)
    same(nn(text=text).stdout, nn(text=text).stdout)


def test_lines_share_the_session(nn):
    result = nn("-c", "let a = 1; print $a", "-c", "print $a + 1")
    same((result.out, result.err, result.status), ("1\n2\n", "", 0))


def test_lines_are_parsed_first(nn):
    result = nn("-c", "print 1", "-c", "print (", "-c", "h = 4")
    same((result.out, result.status), ("", 1))
    holds("-c:1:7: error:", result.err)
    holds("let h = 4", result.err)


def test_file_is_parsed_first(nn):
    result = nn(nn.file("print 1\nprint (\n\nh = 4\n"))
    same((result.out, result.status), ("", 1))
    same(result.err.count("error:"), 2)
    result = nn(nn.file("print 1\nprint (\n"), "--keep-going")
    same((result.out, result.status), ("", 1))


def test_pipe_runs_statements_as_they_complete(nn):
    process = subprocess.Popen(
        [nn.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        for text, expected in [
            (b"print 1\n", b"1\n"),
            (b"if true {\nprint 2\n}\n", b"2\n"),
            (b"print (3 +\n1)\n", b"4\n"),
            (b"print \\\n5\n", b"5\n"),
        ]:
            process.stdin.write(text)
            process.stdin.flush()
            same(process.stdout.readline(), expected)
        _, errors = process.communicate(b"print 6\nh = 4\nprint 7", timeout=20)
        holds("stdin:10:1: error:", errors.decode())
    finally:
        process.kill()
    result = nn(text="print 1\nprint (\n")
    same((result.out, result.status), ("1\n", 1))
    holds("stdin:2:7: error: found '(' without its ')'", result.err)


def test_pipe_without_last_newline(nn):
    same(nn(text="print 1\nprint 2").out, "1\n2\n")
    same(nn(text="").status, 0)
    same(nn(text="\n\n# nothing").status, 0)


# --- Arguments ---


def test_arguments(nn):
    nn.file("arg lr=0.5\narg name=x\nprint $lr, $name\n")
    same(nn("a.nn").out, "0.5 x\n")
    same(nn("a.nn", "lr=2", "name=y").out, "2 y\n")
    same(nn("run", "a.nn", "lr=50%").out, "0.5 x\n")
    same(nn("a.nn", "name=two words").out, "0.5 two words\n")
    same(nn("a.nn", "name=a=b").out, "0.5 a=b\n")
    same(nn("a.nn", "name=[1, 2]").out, "0.5 [1, 2]\n")
    same(nn("a.nn", "name=").out, "0.5 \n")
    same(nn("a.nn", "name=-c").out, "0.5 -c\n")
    for words in [("lrr=1",), ("lr",), ("=1",), ("lr=1", "nope=2"), ("1",)]:
        result = nn("a.nn", *words)
        same((result.out, result.status), ("", 2))
    holds("lr", nn("a.nn", "lrr=1").err)
    text = (nn.folder / "a.nn").read_text()
    same(nn("-", "lr=2", "name=y", text=text).out, "2 y\n")
    same(nn("run", "-", "lr=2", text=text).out, "2 x\n")
    same(nn("-", "lrr=2", text=text).status, 2)


def test_required_argument(nn):
    nn.file("print 1\narg n\nprint $n\n")
    same(nn("a.nn", "n=3").out, "1\n3\n")
    result = nn("a.nn")
    same((result.out, result.status), ("1\n", 1))
    holds("a.nn:2:", result.err)


# --- Exit statuses and options ---


def test_statuses(nn):
    same(nn("-c", "print 1").status, 0)
    same(nn("-c", FAIL).status, 1)
    same(nn("-c", "quit").status, 0)
    same(nn("-c", "quit 7; print 1").status, 7)
    same(nn("-c", "quit 7; print 1").out, "")
    same(nn("-c", "exit 3").status, 3)
    same(nn("-c", "for i in 1..3 { print $i; if $i == 2 { quit 4 } }").out, "1\n2\n")
    same(nn(text="quit 5\nprint 1\n").status, 5)
    same(nn("-c", "quit 256").status, 1)


def test_misuse(nn):
    nn.file("print 1\n")
    for words in [
        ("--nope",),
        ("-x",),
        ("nope.nn",),
        ("-c",),
        ("-i",),
        ("--color",),
        ("--color", "blue"),
        ("--color=blue", "a.nn"),
        ("test",),
        ("check",),
        ("fmt",),
        ("run",),
        ("check", "nope.nn"),
        ("fmt", "nope.nn"),
        ("test", "nope.nn"),
        ("--write", "a.nn"),
        ("a.nn", "b.nn"),
        ("-c", "print 1", "a.nn"),
    ]:
        result = nn(*words)
        same((words, result.out, result.status), (words, "", 2))
        assert result.err, words


def test_first_failure_ends_a_script(nn):
    text = f"print 1\n{FAIL}\nprint 2\n"
    same((nn(nn.file(text)).out, nn("a.nn").status), ("1\n", 1))
    same((nn(text=text).out, nn(text=text).status), ("1\n", 1))
    same(nn("-c", f"print 1; {FAIL}; print 2").out, "1\n")
    same(nn("-c", f"print 1; {FAIL}", "-c", "print 2").out, "1\n")


def test_keep_going(nn):
    text = f"print 1\n{FAIL}\nprint 2\n"
    for words in [(nn.file(text),), ("-c", f"print 1; {FAIL}; print 2")]:
        result = nn(*words, "--keep-going")
        same((result.out, result.status), ("1\n2\n", 1))
    result = nn("--keep-going", text=f"print 1\nh = 4\n{FAIL}\nprint 2\n")
    same((result.out, result.status), ("1\n2\n", 1))
    same(result.err.count("error:"), 2)
    same(nn("--keep-going", "-c", f"{FAIL}; quit; print 1").status, 0)


def test_quiet_drops_notes_alone(nn):
    line = "data xor; layer dense 2; layer dense 1; train 20; print epoch; show biases; let a = 1"
    loud, quiet = nn("-c", line), nn("-c", line, "--quiet")
    assert loud.err and not quiet.err
    holds("20\n", quiet.out)
    holds("b2", quiet.out)
    holds("error:", nn("--quiet", "-c", FAIL).err)
    holds("time", nn("-c", "time { let a = 1 }").err)
    same(nn("-c", "time { let a = 1 }").out, "")
    same(nn("--quiet", "-c", "time { let a = 1 }").err, "")


def test_interactive_flag_goes_on_after_a_failure(nn):
    nn.file(f"let a = 1\n{FAIL}\n")
    result = nn("-i", "a.nn", text="print $a\n")
    same(result.out, "1\n")
    same(nn("-i", nn.file("let a = 2\nh = 4\n"), text="print 3\n").out, "3\n")


def test_version_and_help(nn):
    assert nn("--version").out.startswith("nn ")
    holds("train", nn("help").out)
    holds("relu", nn("help", "relu").out)
    holds("train", nn("help", "train").out)
    same(nn("help", "zzzzzz").status, 1)
    holds("max(0, z)", nn("help", "rellu").out)
    # What is in no summary may stand on a page: before a word that is spelt alike.
    for word, command in [("csv", "data load"), ("latex", "explain"), ("missing", "data load")]:
        holds(f"  {command} ", nn("help", word).out)
    holds("patience", nn("help", "early", "stopping").out)
    for name in ["accuracy", "W", "delta"]:
        holds(f"  {name} ", nn("help", "quantities").out)


def test_help_option_shows_the_usage_in_columns(nn):
    result = nn("--help")
    same((result.status, result.err, nn("-h").out), (0, "", result.out))
    calls = result.out.splitlines()[:-1]
    for word in ["-c", "-i", "test", "check", "fmt", "help", "--version"]:
        assert any(line[10:].startswith((word, f"⟨options⟩ {word}")) for line in calls), word
    same(len({line.rindex("  ") for line in calls}), 1)
    holds(result.out, nn("--bogus").err)


def test_tools_take_folders(nn):
    nn.file("layer dense 4 rellu\n", "lesson/b/bad.nn")
    nn.file("print  1\n", "lesson/a.nn")
    nn.file("rellu\n", "lesson/notes.txt")
    result = nn("check", "lesson")
    same((result.status, result.err.count("error:")), (1, 1))
    holds("lesson/b/bad.nn:1:15", result.err)
    same(nn("fmt", "lesson").out, "print 1\nlayer dense 4 rellu\n")
    nn.file("", "empty/notes.txt")
    result = nn("check", "empty")
    same((result.status, result.err), (2, "nn: cannot read 'empty': it is a folder\n"))
    same(nn("test", "empty").status, 2)


def test_colours(nn):
    escape = "\x1b["
    assert escape not in nn("-c", FAIL).err
    holds(escape, nn("--color", "always", "-c", FAIL).err)
    holds(escape, nn("--color=always", "-c", FAIL).err)
    assert escape not in nn("--color", "always", "-c", "print 1; show session").out
    assert escape not in nn("--color=never", "-c", FAIL).err


def test_no_color_on_a_terminal(nn):
    for env, coloured in [((), True), ((("NO_COLOR", "1"),), False), ((("NO_COLOR", ""),), True)]:
        master, slave = os.openpty()
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm", **dict(env)}
        subprocess.run(
            [nn.program, "-c", FAIL], env=environment, stdout=subprocess.PIPE, stderr=slave, timeout=20
        )
        os.close(slave)
        text = os.read(master, 10_000).decode()
        os.close(master)
        same(("\x1b[" in text, env), (coloured, env))


def test_home_folder(nn):
    nn.file("let a = 1\nprint 'home'\n", "at_home.nn")
    nn.file("1,2.5\n3,4.5\n", "at_home.csv")
    same(nn("-c", "run ~/at_home.nn; data load ~/at_home.csv; print samples").out.split(), ["home", "2"])


def test_run_is_relative_to_its_file(nn):
    nn.file("run sub/b.nn\nprint 'a'\n", "a.nn")
    nn.file("run c.nn\nrun ../d.nn\n", "sub/b.nn")
    nn.file("print 'c'\n", "sub/c.nn")
    nn.file("print 'd'\nrun self.nn\n", "d.nn")
    nn.file("if $n > 0 { let n = ($n - 1); run self.nn }\n", "self.nn")
    result = nn("a.nn")
    same((result.out, result.status), ("c\nd\n", 1))
    nn.file("print 1\nrun ./e.nn\n", "e.nn")
    for path in ["e.nn", nn.folder / "e.nn", "./sub/../e.nn"]:
        result = nn(path)
        same((result.out, result.status), ("1\n", 1))


def test_a_script_stays_the_same_from_run_to_run(nn):
    nn.file("data moons 50\nlayer dense 3 tanh\nlayer dense 1 sigmoid\ntrain 3 quiet=on\n"
            "print rand(), randn(), loss\nshow weights\n")
    same(nn("a.nn").stdout, nn("a.nn").stdout)
    assert nn("-c", "seed 1; print rand()").out != nn("-c", "seed 2; print rand()").out
    same(nn("-c", "print rand()").out, nn("-c", "seed 0; print rand()").out)


def test_what_the_documents_show_is_what_is_printed(nn):
    """The explanations that the documents show behind the script that asks for them."""

    def blocks(name):
        text = (ROOT / "docs" / name).read_text()
        return re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)

    found = blocks("language.md")
    place = next(k for k, block in enumerate(found) if "explain delta1" in block)
    same(nn("--quiet", "-c", found[place]).out, found[place + 1])
    found = blocks("backpropagation.md")
    place = next(k for k, block in enumerate(found) if block.startswith("nn[6]> explain"))
    question, answer = found[place].removeprefix("nn[6]> ").split("\n", 1)
    script = "".join(found[place - 1].splitlines(keepends=True)[:5])
    same(nn("--quiet", "-c", script + question).out, answer)


LESSON = """#!/usr/bin/env nn
## XOR by hand
# Four samples that *no* line parts.

data xor # not this
layer dense 1 sigmoid; # nor this
train 200 lr=1 quiet=on
# Look:
#
# what it says.
plot boundary to="regions 1.svg"
if true {
  # A part of its cell.
  print "hi"
}
save notebook pages/NAME.md
"""


def test_a_notebook_is_a_page_with_text_and_pictures(nn):
    (nn.folder / "pages").mkdir()
    nn(nn.file(LESSON.replace("NAME", "file"), "lesson.nn"))
    nn(text=LESSON.replace("NAME", "pipe"))
    page = (nn.folder / "pages" / "file.md").read_text()
    same(page, (nn.folder / "pages" / "pipe.md").read_text())
    assert page.startswith("# XOR by hand\nFour samples that *no* line parts.\n\n**[1]**\n"), page
    holds("\nLook:\n\nwhat it says.\n\n**[4]**\n", page)
    holds("\n![Decision regions after 200 epochs](<../regions 1.svg>)\n", page)
    holds("\nif true {\n  # A part of its cell.\n", page)
    same([word for word in ["not this", "nor this", "usr/bin"] if word in page], [])


def test_saved_sessions_print_the_same(nn):
    """What each script of the language prints, the script that it saves prints again."""
    for path in sorted((CASES / "language").glob("*.nn")):
        if is_golden(path) or "undo" in path.read_text():
            continue
        for shown in [path.parent / "parts", ROOT / "Tests"]:
            if not (nn.folder / shown.name).exists():
                os.symlink(shown, nn.folder / shown.name)
        nn.file(path.read_text() + "\nsave session saved.nn overwrite=on\n")
        first = nn("a.nn")
        same((path.name, first.status, first.err if first.status else ""), (path.name, 0, ""))
        again = nn("saved.nn")
        same((path.name, again.status, again.err if again.status else ""), (path.name, 0, ""))
        same((path.name, again.out), (path.name, first.out))


def test_a_saved_session_is_complete(nn):
    """Failures and undone statements are left out; arguments and paths are written down."""
    nn.file("let twice = 2 * $n\n", "sub/part.nn")
    nn.file("arg n\narg lr=0.5\narg act=relu\nrun part.nn\nlayer dense 4 $act\n"
            "layer dense 1 nope\nprint 'undone'; let x = 1\nundo\nprint $n, $lr, $act, $twice\n"
            "save session ../saved.nn\n", "sub/a.nn")
    result = subprocess.run(
        [nn.program, "--keep-going", "a.nn", "n=3", "lr=0.25", "act=tanh"],
        cwd=nn.folder / "sub", capture_output=True, text=True)
    same(result.stdout, "undone\n3 0.25 tanh 6\n")
    saved = (nn.folder / "saved.nn").read_text()
    assert "nope" not in saved and "let x" not in saved, saved
    # What was printed before the undone statement stays printed.
    same((nn("saved.nn").out, nn("saved.nn").status), ("undone\n3 0.25 tanh 6\n", 0))


SAVING = """\
seed 4
data moons 40
layer dense 6 tanh
layer dense 1 sigmoid
train 20 batch=8 optimizer=adam lr=0.01 quiet=on
let kept = 1
let lost = 2
undo
expect error "unknown" { layer dense 2 rellu }
def double n {
  return 2 * $n
}
for i in 1..3 { let kept = double($kept) }
step 3 batch=8 optimizer=adam lr=0.01
save session saved.nn
let before = W1
let position = [epoch, steps]
let random = rand()

# A file that exists is left alone.
expect error "exists" { save session saved.nn }
expect error "exists" { save notebook saved.nn }
save session saved.nn overwrite=on
expect error "no such" { save session no/such/folder/saved.nn }

reset all
run saved.nn
assert W1 == $before
assert $kept == 8
assert [epoch, steps] == $position
expect error "unknown variable" { print $lost }
assert $random != rand()

expect error "runs 'saved.nn'" { save session saved.nn overwrite=on }

# What is about the session as a whole is not part of it, neither is what changed nothing and was
# undone: going back and forth leads to where the statements lead.
reset all
let a = 1
let a = 2
let a = 3
undo 2
redo
save session again.nn overwrite=on
reset all
run again.nn
assert $a == 2
"""


def test_a_saved_session_leads_to_the_same_state(nn):
    nn.file(SAVING)
    result = nn("a.nn")
    same((result.status, result.err if result.status else ""), (0, ""))


def test_training_that_the_clock_ended_is_saved_as_steps(nn):
    nn.file("data moons 2000\nlayer dense 16 tanh\nlayer dense 1 sigmoid\n"
            "train 1000000 batch=8 time=0.3s momentum=0.5 until=(loss < 0) quiet=on\n"
            "save session saved.nn overwrite=on\ndigits 17\nprint epoch, steps, W1\n")
    found = nn("a.nn").out
    nn.file((nn.folder / "saved.nn").read_text() + "digits 17\nprint epoch, steps, W1\n", "b.nn")
    same(nn("b.nn").out, found)


def test_an_array_that_is_cut_while_it_is_used(nn):
    """Whoever shortens a mapped file makes what goes through it an error, and ends nothing."""
    numbers = array.array("d", [k % 7 for k in range(30_000)]).tobytes()
    path = nn.folder / "a.npy"
    path.write_bytes(npy("<f8", (10_000, 3), numbers))
    process = subprocess.Popen(
        [nn.program, "--keep-going", "-"], cwd=nn.folder, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdin.write("data stream a.npy; layer dense 7 softmax; print loss > 0\n")
    process.stdin.flush()
    same(process.stdout.readline(), "true\n")
    os.truncate(path, 5000)
    used = "print loss\nevaluate\nshow stats\ntrain 1\n"
    out, err = process.communicate(used + "data xor; print samples\n", timeout=60)
    same((out, err.count("was changed while it was in use")), ("4\n", 4))


def test_interrupt(nn):
    nn.file("print 1\nwhile true { let a = 1 }\n")
    for words in [("a.nn",), ("--keep-going", "a.nn"), ("--json", "a.nn")]:
        process = subprocess.Popen(
            [nn.program, *words], cwd=nn.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            # Nothing is written before the first statement ends, so its note is waited for.
            nn_started(process)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=20)
            same(process.returncode, 130)
            holds("1", out.decode())
        finally:
            process.kill()


def test_interrupt_while_a_pipe_is_silent(nn):
    """Nobody has to write to a pipe for its reader to be stopped, and what is written is read."""
    pipe = nn.folder / "a.csv"
    os.mkfifo(pipe)
    for text, status in [(b"", 130), (b"a,b\n1,2\n3,4\n", 0)]:
        process = subprocess.Popen(
            [nn.program, "-c", "data load a.csv; print samples"], cwd=nn.folder,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            with open(open_when_read(pipe), "wb") as writer:
                writer.write(text)
                if status:
                    process.send_signal(signal.SIGINT)
                    process.wait(timeout=20)
            out, _ = process.communicate(timeout=20)
            same((process.returncode, out), (status, b"2\n" if text else b""))
        finally:
            process.kill()


def open_when_read(pipe):
    """Opens a pipe for writing as soon as somebody reads it."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.01)
    raise AssertionError("nobody reads")


def nn_started(process):
    """Waits until the process burns time in its loop: its processor time has grown."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        if int(fields[11]) + int(fields[12]) >= 5:
            return
        time.sleep(0.01)
    raise AssertionError("it does not run")


def test_full_disk(nn):
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [nn.program, "-c", "print 1"], stdout=full, stderr=subprocess.PIPE, timeout=20
        )
    same(result.returncode, 1)
    assert result.stderr


# --- JSON ---


def test_a_file_larger_than_the_memory(nn):
    """Two million rows of ten numbers take 160 MB, nearly twice as much as there may be."""
    limit = 96 << 20
    rows = "".join(f"{k % 7},{k % 11 / 4},{k % 13},1,2,3,4,5,6,{k % 3 / 2}\n" for k in range(1000))
    nn.file(rows * 2000, "big.csv")
    script = """
        expect error "more than there is memory for" { data load big.csv }
        data stream big.csv task=regression
        layer dense 1
        scale standard
        let before = loss
        train 1 batch=1000 quiet=on
        assert loss < $before
        split 0.01
        evaluate test
        expect error "memory" { x }
        split off
        expect error "memory" { cv 2 epochs=1 }
        print samples
        """
    result = subprocess.run(
        [nn.program, "-"],
        cwd=nn.folder,
        input=script.encode(),
        capture_output=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
    )
    same((result.returncode, result.stdout.split()[-1:]), (0, [b"2000000"]))
    (nn.folder / "big.csv.nncache").unlink()
    (nn.folder / "big.csv").unlink()


def test_loading_takes_little_more_than_the_table(nn):
    """8,000,000 numbers from every kind of file, with half as much memory again as they take."""
    rows, columns = 400_000, 20
    limit = rows * columns * 8 * 3 // 2
    block = [k % 251 / 4 for k in range(1000 * columns)]
    doubles = array.array("d", block).tobytes() * (rows // 1000)
    text = "".join(
        ",".join(map(str, block[k : k + columns])) + "\n" for k in range(0, len(block), columns))
    text = text.encode() * (rows // 1000)
    names = "".join(f"@attribute a{k} numeric\n" for k in range(columns))
    shape = rows.to_bytes(4, "big") + (columns - 1).to_bytes(4, "big")
    inputs = doubles[: rows * (columns - 1) * 8]
    files = {
        "a.csv": text,
        "a.csv.gz": gzip.compress(text, 1),
        "a.arff": b"@relation a\n" + names.encode() + b"@data\n" + text,
        "a.data": b"%d %d 1\n" % (rows, columns - 1) + text.replace(b",", b" "),
        "a.npy": npy("<f8", (rows, columns), doubles),
        "b.npy": npy("|u1", (rows, columns), doubles[: rows * columns]),
        "c.npy": npy("<f8", (rows, columns), doubles, fortran=True),
        "a.idx": bytes([0, 0, 8, 2]) + shape + doubles[: rows * (columns - 1)],
    }
    for name, content in files.items():
        (nn.folder / name).write_bytes(content)
    for name, packing in ("a.npz", zipfile.ZIP_STORED), ("b.npz", zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(nn.folder / name, "w", packing, compresslevel=1) as archive:
            archive.writestr("x.npy", npy("<f8", (rows, columns - 1), inputs))
            archive.writestr("y.npy", npy("<f8", (rows,), doubles[: rows * 8]))
    # Packed once more it is unpacked into a file, of which nothing is left.
    (nn.folder / "c.npz").write_bytes(gzip.compress((nn.folder / "a.npz").read_bytes(), 1))
    before = set(os.listdir(tempfile.gettempdir()))
    for name in [*files, "a.npz", "b.npz", "c.npz"]:
        result = subprocess.run(
            [nn.program, "-c", f"data load {name} task=regression; print samples"],
            cwd=nn.folder,
            capture_output=True,
            timeout=120,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
        )
        same((name, result.returncode, result.stdout.split()), (name, 0, [b"400000"]))
        (nn.folder / name).unlink()
    left = set(os.listdir(tempfile.gettempdir())) - before
    same([name for name in left if name.startswith(".nn-")], [])


def test_what_does_not_fit_is_an_error(nn):
    """Whatever there is room for beside what is in use already: no command ends the process."""
    row = "{},{},{},1,2,3,4,5,6,{}\n"
    block = "".join(row.format(k % 7, k % 11 / 4, k % 13, k % 3 / 2) for k in range(1000))
    nn.file("a,b,c,d,e,f,g,h,i,y\n" + block * 200, "big.csv")
    looks = ["overfit 8", "split 0.3", "train 1 batch=1000 quiet=on", "check", "plot data pca=on"]
    looks += ["forward; plot activations", "forward; explain forward", "forward; backward; update"]
    looks += ["predict big.csv", "predict big.csv to=out.csv", "data drop a", "check grads", "cv 2"]
    seen = set()
    for verb, limits in ("stream", range(6, 26, 4)), ("load", range(10, 90, 10)):
        for look in looks:
            for limit in limits:
                line = f"data {verb} big.csv task=regression; layer dense 1; {look}"
                result = subprocess.run(
                    [nn.program, "--quiet", "-c", line],
                    cwd=nn.folder,
                    capture_output=True,
                    timeout=120,
                    preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit << 20,) * 2),
                )
                assert result.returncode in (0, 1), (line, limit, result.returncode)
                seen.add((verb, result.returncode))
    same(len(seen), 4)
    for line, limit in ("data spiral 300000", 7), ("input 1000; layer dense 2000; show weights", 80):
        result = subprocess.run(
            [nn.program, "-c", line],
            capture_output=True,
            timeout=120,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit << 20,) * 2),
        )
        same((line, result.returncode), (line, 1))
        holds("memory", result.stderr.decode())
    for path in nn.folder.glob("*.csv*"):
        path.unlink()


def test_a_batch_too_large_to_keep_is_no_mystery(nn):
    """Room for training on all rows, none for keeping what the batch computed beside that."""
    line = ("data blobs 4000; layer dense 2000 relu; layer dense 3 softmax; train 1 batch=all; "
            "show grads; z1; forward sample=1; backward; print rows(dW1); reset; show grads")
    result = subprocess.run(
        [nn.program, "--quiet", "--keep-going", "-c", line], capture_output=True, text=True,
        timeout=120, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (140 << 20,) * 2))
    same((result.returncode, result.stdout), (1, "2000\n"))
    same(result.stderr.count("the last batch was not kept to look at: this takes about 92 MiB"), 2)
    same(result.stderr.count("the gradient does not exist yet"), 1)


def test_reading_leaves_no_threads_behind(nn):
    nn.file("1,2\n" * 300_000, "good.csv")
    nn.file("1,2\n" * 300_000 + "1,x\n", "bad.csv")
    process = subprocess.Popen(
        [nn.program, "--quiet", "-"], cwd=nn.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def threads_after(line):
        process.stdin.write(f"{line}; print samples\n".encode())
        process.stdin.flush()
        same(process.stdout.readline(), b"300000\n")
        return len(os.listdir(f"/proc/{process.pid}/task"))

    with process:
        first = threads_after("data load good.csv")
        for _ in range(3):
            same(threads_after("data load good.csv"), first)
            same(threads_after('expect error "found" { data load bad.csv }'), first)
        process.stdin.close()
    same(process.returncode, 0)


def npy(descr, shape, content, fortran=False):
    """The bytes of a .npy file."""
    header = str({"descr": descr, "fortran_order": fortran, "shape": shape}).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + content


def test_labels_in_arrays_of_their_own(nn):
    inputs = npy("<f8", (3, 2), array.array("d", range(6)).tobytes())
    labels = npy("|u1", (3,), bytes([0, 2, 2]))
    (nn.folder / "x.npy").write_bytes(inputs)
    (nn.folder / "labels.npy").write_bytes(labels)
    (nn.folder / "few.npy").write_bytes(npy("|u1", (2,), bytes([0, 2])))
    with zipfile.ZipFile(nn.folder / "keras.npz", "w") as archive:
        for name, content in [("x_test", labels), ("x_train", inputs), ("y_train", labels)]:
            archive.writestr(f"{name}.npy", content)
    for line in ["data load x.npy labels=labels.npy", "data load keras.npz"]:
        result = nn("-c", f"{line}; layer dense 2 softmax; print x, y")
        same(result.out, "[[0, 2, 4], [1, 3, 5]] [[1, 0, 0], [0, 1, 1]]\n")
    holds("left out: x_test", result.err)
    holds("3 samples, but 'few.npy' holds 2", nn("-c", "data load x.npy labels=few.npy").err)
    holds(":24: error", nn("-c", "data load x.npy labels=none.npy").err)


def test_arrays_with_test_rows(nn):
    """x_test and y_test are the test rows of x_train and y_train, whatever order they stand in."""
    def write(name, **arrays):
        with zipfile.ZipFile(nn.folder / f"{name}.npz", "w") as archive:
            for key, (shape, numbers) in arrays.items():
                content = array.array("d", numbers).tobytes()
                archive.writestr(f"{key}.npy", npy("<f8", shape, content))

    train = {"x_train": ((4, 2), range(8)), "y_train": ((4,), [0, 1, 0, 1])}
    write("a", x_test=((2, 2), [10, 11, 12, 13]), more=((1,), [1]), y_test=((2,), [1, 0]), **train)
    write("wide", x_test=((2, 3), range(6)), y_test=((2,), [1, 0]), **train)
    write("long", x_test=((2, 2), range(4)), y_test=((3,), [1, 0, 1]), **train)
    write("alone", **train)
    write("holes", x_test=((2, 2), [math.nan, 1, 2, 3]), y_test=((2,), [1, 0]), **train)
    result = nn("-c", """\
data load a.npz; layer dense 1 sigmoid; set W1 [[100, 0]]; set b1 -550
assert samples == 4
assert x == [[0, 2, 4, 6], [1, 3, 5, 7]]
# Both inputs of 10 and more are taken for the second class.
assert test_accuracy == 0.5
assert accuracy == 0.75
evaluate
split 0 val=0.25; assert samples == 3
assert test_accuracy == 0.5
# Rows that are drawn are drawn from the others, as if the file had no test rows.
split 0.5; let mixed = x
data load alone.npz; assert x == $mixed
split off; data load a.npz; assert samples == 4
data load a.npz target=none; assert samples == 4
data load holes.npz missing=drop; assert samples == 4; assert test_accuracy == 1
predict a.npz
expect error "x_train has 2 columns, but x_test 3" { data load wide.npz }
expect error "x_test has 2 rows, but y_test 3" { data load long.npz }
""")
    same((result.status, result.err if result.status else ""), (0, ""))
    holds("x_test and y_test hold 2 test rows; left out: more\nsplit: 4 training, 2 test rows",
          result.err)
    holds("split: 2 training, 2 test rows; left out: 2 test rows of the file", result.err)
    assert result.out.startswith("2 test rows "), result.out
    # What is predicted for are the training rows.
    same([row.split()[0] for row in result.out.splitlines()[-5:]], ["row", "1", "2", "3", "4"])


def test_json_lines(nn):
    line = "let a = 1; print $a, 2; $a + 1; data xor; [1, 2]; [[1, 2], [3, 4]]; \"t\"; true"
    objects, result = nn.json("-c", line)
    same([o["cell"] for o in objects], list(range(1, 9)))
    same({o["status"] for o in objects}, {"ok"})
    same([o["statement"] for o in objects], line.split("; "))
    for o in objects:
        same(set(o), {"cell", "source", "statement", "status", "result"})
    same({o["source"] for o in objects}, {"-c"})
    values = [objects[i]["result"]["value"] for i in (2, 4, 5, 6, 7)]
    same(values, [2, [1, 2], [[1, 2], [3, 4]], "t", True])
    same(objects[0]["result"], None)
    holds("xor", result.err)


def test_json_numbers(nn):
    objects, _ = nn.json("-c", "0/0; 1/0; -1/0; [1/0, 1]; 0.1; 1/3; 1e300; 5")
    values = [o["result"]["value"] for o in objects]
    assert isinstance(values[0], str) and isinstance(values[1], str)
    assert isinstance(values[2], str) and values[2].startswith("-") and values[1] != values[2]
    same(values[3], [values[1], 1])
    same(values[4:], [0.1, 1 / 3, 1e300, 5])


def test_json_errors(nn):
    objects, result = nn.json(nn.file("print 1\nlayer dense 4 rellu\nprint 2\n"))
    same((len(objects), result.status), (2, 1))
    failed = objects[1]
    same((failed["status"], failed["source"], failed["cell"]), ("error", "a.nn", 2))
    same(failed["statement"], "layer dense 4 rellu")
    assert "result" not in failed
    error = failed["error"]
    same(set(error), {"code", "message", "span", "suggestion"})
    same(error["message"], "unknown activation 'rellu'")
    holds("'relu'", error["suggestion"])
    same((error["span"]["line"], error["span"]["column"]), (2, 15))
    holds("a.nn:2:15", result.err)
    objects, result = nn.json("--keep-going", "a.nn")
    same(([o["status"] for o in objects], result.status), (["ok", "error", "ok"], 1))


def test_json_syntax_errors(nn):
    objects, result = nn.json(nn.file("print 1\nh = 4\nprint (\n"))
    same(([o["status"] for o in objects], result.status), (["error", "error"], 1))
    same(objects[0]["error"]["span"]["line"], 2)
    objects, result = nn.json("--keep-going", text="print 1\nh = 4\nprint 2\n")
    same([o["status"] for o in objects], ["ok", "error", "ok"])


def test_json_blocks_are_one_statement(nn):
    objects, _ = nn.json(text="for i in 1..2 {\n  print $i\n}\nif false { print 1 }\n")
    same(len(objects), 2)
    holds("2", json.dumps(objects[0]["result"]))
    same(objects[1]["result"], None)


def test_json_quits_and_long_texts(nn):
    objects, result = nn.json("-c", "print '\\\"\t\u2713'; quit 3; print 1")
    same(([o["status"] for o in objects], result.status), (["ok", "ok"], 3))
    same(objects[0]["result"]["text"], '\\"\t\u2713')


# --- Tools ---


def test_nn_test(nn):
    nn.file("assert 1 == 1\n", "t/a.nn")
    nn.file("assert 1 == 2\n", "t/b.nn")
    nn.file("h = 4\n", "t/sub/c.nn")
    nn.file("quit 0\nassert 1 == 2", "t/d.nn")
    nn.file("not a script", "t/e.txt")
    result = nn("test", "t")
    lines = result.out.splitlines()
    same((len(lines), lines[-1], result.status), (5, "2 passed, 2 failed", 1))
    holds("t/b.nn:1:8: error:", result.err)
    result = nn("test", "t/a.nn", "t/a.nn")
    same((result.out.splitlines()[-1], result.status), ("2 passed, 0 failed", 0))


def test_json_of_tests_and_checks(nn):
    nn.file("print 1 + 1\nassert 1 == 1\n", "t/a.nn")
    nn.file("train 3\nprint 2\n", "t/b.nn")
    nn.file("h = 4\n", "t/c.nn")
    objects, result = nn.json("test", "t")
    same([(o["source"], o["cell"], o["status"]) for o in objects], [
        ("t/a.nn", 1, "ok"), ("t/a.nn", 2, "ok"), ("t/b.nn", 1, "error"), ("t/c.nn", 1, "error")])
    same(objects[0]["result"], {"shape": "text", "text": "2"})
    same((result.err.splitlines()[-1], result.status), ("1 passed, 2 failed", 1))
    objects, result = nn.json("check", "t/a.nn", "t/c.nn", nn.file("print $x\ntrain 1.5\n", "t/d.nn"))
    same([(o["source"], o["statement"], o["error"]["code"]) for o in objects], [
        ("t/c.nn", None, "syntax"), ("t/d.nn", None, "unknown"), ("t/d.nn", None, "argument")])
    same((result.err.splitlines()[-1], result.status), ("3 mistakes found", 1))
    same(nn("fmt", "--json", "t/a.nn").status, 2)


def test_nn_check(nn):
    nn.file("layer dense 4 relu\ntrain 5 lr=0.1\nprint loss, W1, relu(1)\n", "good.nn")
    same((nn("check", "good.nn").status, nn("check", "good.nn").out), (0, ""))
    mistakes = [
        "layer dense 4 rellu",
        "layer dense 0",
        "layer dense 99999999999999999999",
        "trian 5",
        "train 5 lrr=1",
        "train 5 lr=-1",
        "train 1.5",
        "train",
        "print $nope",
        'print "$nope"',
        'print "${nope + 1}"',
        "print los",
        "print squrt(2)",
        "print sqrt(1, 2)",
        "def train { }",
        "def f a b=1 { }; f 1 2",
        "def f a b=1 { }; print f(1, 2)",
        "def f a b=1 { }; f 1 c=2",
        "def f a b=1 { }; print f(1, c=2)",
        "if 1 { }",
        "break",
        "return 1",
        "for i in 1..2 { trian }",
        "def f { layer dense 0 }",
        "print slope(rellu, 1)",
        "layer dropout 1/2",
        "show wieghts",
        "h = 4",
        "train 5 until=(los < 1)",
        "assert lost == 1",
        "expect error { nope }; trian",
        "for i in 5 { }",
        "repeat 1.5 { }",
        "print slope()",
        "print relu(1, 2)",
        "print W()",
        "print sqrt(x=1)",
        "let a = [[1], [2, 3]]",
        "set W1 [[1],[2,3]]",
        "assert 1",
        "if 1 + 1 { }",
        'print "a" + 1',
        "print W1[0]",
        "train 5 until=(5)",
    ]
    for mistake in mistakes:
        nn.file(f"print 1\n{mistake}\n", "bad.nn")
        result = nn("check", "bad.nn")
        same((mistake, result.status, result.out), (mistake, 1, ""))
        holds("bad.nn:2:", result.err)
    nn.file("layer dense 0\ntrian\nprint $a\n", "bad.nn")
    same(nn("check", "bad.nn").err.count("error:"), 3)


# They show that a mistake in what is never reached does no harm.
WITH_MISTAKES = ["when_errors_come.nn", "definition_names.nn", "names_found_when_reached.nn"]


def test_nn_check_accepts_all_cases(nn):
    """Scripts that run to their end have no mistakes, but for those that they expect."""
    for path in scripts():
        if path.name in WITH_MISTAKES or "parts" in path.parts or is_golden(path):
            continue
        result = nn("check", path)
        same((path.name, result.err if result.status else ""), (path.name, ""))


def is_golden(path):
    return any(path.with_suffix(suffix).exists() for suffix in (".err", ".status", ".args"))


def scripts():
    return sorted([*CASES.rglob("*.nn"), *(ROOT / "examples").rglob("*.nn")])


def test_fmt_is_idempotent(nn):
    for path in scripts():
        first = nn("fmt", path)
        if b"error:" in first.stderr:
            continue
        nn.file(first.stdout)
        second = nn("fmt", "a.nn")
        same((path.name, second.out), (path.name, first.out))
        same(comments(path.read_text()), comments(first.out))


def comments(text):
    """Rough but equal on both sides: what stands behind each `# `."""
    return sorted(line.split("# ", 1)[1].strip() for line in text.splitlines() if "# " in line)


def test_fmt_keeps_what_a_script_does(nn):
    for path in sorted((CASES / "language").glob("*.nn")):
        if is_golden(path):
            continue
        for shown in [path.parent / "parts", ROOT / "Tests"]:
            if not (nn.folder / shown.name).exists():
                os.symlink(shown, nn.folder / shown.name)
        nn.file(nn("fmt", path).stdout)
        found = nn("a.nn")
        same((path.name, found.status, found.err if found.status else ""), (path.name, 0, ""))
        if path.with_suffix(".out").exists():
            same(found.stdout, path.with_suffix(".out").read_bytes())


def test_fmt_write(nn):
    nn.file("#!/usr/bin/env nn\nlet   a=1 # one\n\n\nif true {print $a}\n")
    text = nn("fmt", "a.nn").out
    holds("# one", text)
    same(nn("fmt", "--write", "a.nn").out, "")
    same((nn.folder / "a.nn").read_text(), text)
    nn.file("h = 4\n", "bad.nn")
    result = nn("fmt", "--write", "bad.nn")
    same((result.status, (nn.folder / "bad.nn").read_text()), (1, "h = 4\n"))


# --- Text that is no script ---


def test_crlf_and_byte_order_mark(nn):
    text = "\ufeff#!/usr/bin/env nn\r\nlet a = 1\r\nif true {\r\n print \"x\", $a \\\r\n , 2\r\n}\r\n"
    same(nn(nn.file(text)).out, "x 1 2\n")
    same(nn(text=text).out, "x 1 2\n")
    same(nn("-c", text).out, "x 1 2\n")
    result = nn(nn.file("\ufeffprint $a\r\n"))
    holds("a.nn:1:7: error:", result.err)
    assert "\r" not in result.err


def test_control_characters(nn):
    for code in [*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x85, 0x9B]:
        for text in [f"print {chr(code)}1\n", f"print '{chr(code)}'\n", f"print 1 # {chr(code)}\n"]:
            result = nn(text=text)
            same((code, result.status, result.out), (code, 1, ""))
            holds(f"U+{code:04X}", result.err)
            assert chr(code) not in result.err
    same(nn(text="print\t1\n").out, "1\n")
    same(nn(text="print 1\rprint 2\n").status, 1)


def test_bytes_that_are_no_text(nn):
    for text in [b"print 1\n\0print 2\n", b"\0", b"\0" * 5000]:
        result = nn(nn.file(text))
        same((result.status, result.out), (1, ""))
        holds("U+0000", result.err)
    for text in [b"print '\xff'\n", b"\x80\n", b"print 1 # \xc3\n", b"\xed\xa0\x80\n", b"\xf8\n"]:
        result = nn(nn.file(text))
        same((result.status, result.out), (1, ""))
        holds("UTF-8", result.err)
        same(nn(text=text).status, 1)


def test_long_lines(nn):
    mebibyte = 1 << 20
    fits = "print 1 #".ljust(mebibyte, "x")
    same(nn(nn.file(fits + "\nprint 2\n")).out, "1\n2\n")
    result = nn(nn.file("print 0\n" + fits + "y\nprint 2\n"))
    same((result.out, result.status), ("", 1))
    holds("a.nn:2:1: error:", result.err)
    holds("1 MiB", result.err)
    assert len(result.err) < 1000
    result = nn("--keep-going", text="print 0\n" + fits * 3 + "\nprint 2\n")
    same((result.out, result.status), ("0\n2\n", 1))
    # Words, names, strings and numbers of nearly a mebibyte.
    for text in ["x" * 10**6, "print " + "9" * 10**6, "print '" + "x" * 10**6, "$" + "x" * 10**6,
                 "layer dense 4 " + "r" * 10**6, "train 5 " + "k" * 10**6 + "=1"]:
        result = nn(text=text + "\n")
        same(result.status, 1)
        assert len(result.err) < 3000, len(result.err)


def test_limits(nn):
    same(nn("-c", "print " + "(" * 200 + "1" + ")" * 200).out, "1\n")
    holds("200", nn("-c", "print " + "(" * 201 + "1" + ")" * 201).err)
    same(nn("-c", "if true { " * 200 + "print 1" + " }" * 200).out, "1\n")
    holds("200", nn("-c", "if true { " * 201 + "print 1" + " }" * 201).err)
    same(nn("-c", "print " + "[" * 201 + "]" * 201).status, 1)
    same(nn("-c", "print 1" + " + 1" * 10_000).out, "10001\n")
    holds("10000", nn("-c", "print 1" + " + 1" * 10_001).err.replace(",", ""))
    same(nn("-c", "print " + "-" * 10_000 + "1").out, "1\n")
    same(nn("-c", "print " + "1 - " * 9_999 + "1").out, "-9998\n")
    same(nn("-c", "print " + "1^" * 10_000 + "1").out, "1\n")
    recursive = "def f n { if $n == 1 { return 1 }; return f($n - 1) + 1 }; print f"
    same(nn("-c", recursive + "(100)").out, "100\n")
    holds("100", nn("-c", recursive + "(101)").err)
    holds("100", nn("-c", "def f n { f $n }; f 1").err)
    holds("100", nn("-c", "def f { g }; def g { f }; f").err)
    same(nn("-c", "def f n { return f($n)" + " + 1" * 9_990 + " }; print f(1)").status, 1)
    blocks = "def f { " + "if true { " * 190 + "f" + " }" * 190 + " }; f"
    holds("100", nn("-c", blocks).err)
    # Where the process may not have a large stack, what a small one takes is less.
    for line in blocks, "def f n { return f($n)" + " + 1" * 900 + " }; print f(1)":
        result = subprocess.run(
            [nn.program, "-c", line], capture_output=True, text=True, timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400 << 20,) * 2))
        same(result.returncode, 1)
        holds("more calls, blocks and operators are open at once than the stack takes", result.stderr)
    for number in ["1e999", "-1e999", "9" * 400]:
        result = nn("-c", f"let a = 1; layer dropout {number}; print 1")
        same((result.out, result.status), ("", 1))
        holds("finite", result.err)


def test_process_survives_errors(nn):
    text = "let a = 1\ndef f n { f $n }\nf 1\nprint $a\ndata nope\nlayer dense 99999999999\n"
    text += "layer dense 4\nset W1 [[1]]\nprint zeros(1e5, 1e5)\nrun nope.nn\nprint $a + 1\n"
    result = nn("--keep-going", text=text)
    same((result.out, result.status), ("1\n2\n", 1))


def test_printed_values_read_back(nn):
    printed = nn(CASES / "language" / "printed_values_read_back.nn").out
    names = "abcdefg"
    again = printed + "digits 17\n" + "".join(f'print "let {n} =", [${n}]\n' for n in "de")
    assert nn(text=again).status == 0
    lines = printed.splitlines()
    text = printed + "digits 17\n" + "\n".join(f'print "let {n} =", ${n}' for n in names) + "\n"
    same(nn(text=text).out.splitlines(), lines)


# --- Plots ---

SVG = "{http://www.w3.org/2000/svg}"

# A class whose name would break out of an attribute, an element or the file.
HOSTILE = """a,b<script>alert(1)</script>,class
0,0,"<b onload=""x"">&amp;'"
0,1,]]><!--
1,0,plain
1,1,"<b onload=""x"">&amp;'"
"""

PLOTS = [
    "data", "loss", "boundary", "network", "weights", "activations", "grads", "hist W1",
    "landscape size=5", "confusion", "data pca=on", "fit",
]  # fmt: skip


def test_pictures_are_well_formed_and_carry_no_code(nn):
    nn.file(HOSTILE, "hostile.csv")
    script = ["data load hostile.csv", "layer dense 4 tanh", "layer dense 3 softmax"]
    script += ["train 5 quiet=on"]
    script += [f"plot {plot} to={number}.svg" for number, plot in enumerate(PLOTS)]
    same(nn("--quiet", text="\n".join(script)).err, "")
    for number, plot in enumerate(PLOTS):
        text = (nn.folder / f"{number}.svg").read_text()
        root = xml.etree.ElementTree.fromstring(text)
        same(root.tag, SVG + "svg")
        same([child.tag for child in root][:2], [SVG + "title", SVG + "desc"])
        assert all(len(root.find(SVG + tag).text) > 3 for tag in ("title", "desc")), plot
        for element in root.iter():
            assert element.tag in {
                SVG + name
                for name in "svg title desc defs linearGradient stop g rect path circle text".split()
            }, f"{plot} has {element.tag}"
            for name, value in element.attrib.items():
                assert not name.startswith("on") and "href" not in name, f"{plot}: {name}"
                # The only address is that of the language itself.
                assert "//" not in value and "script" not in value, f"{plot}: {value}"
        width, height = float(root.get("width")), float(root.get("height"))
        assert 200 < width < 1100 and 100 < height < 1600, f"{plot} is {width} by {height}"
    # The hostile name is there, as text.
    shown = [e.text for e in xml.etree.ElementTree.parse(nn.folder / "0.svg").iter(SVG + "text")]
    holds("<b onload=\"x\">&amp;'", shown)


def test_numbers_of_a_plot_are_those_of_the_session(nn):
    script = """
      data moons 40; split 0.25 val=0.1; layer dense 3 tanh; layer dense 2 softmax
      train 7 quiet=on
      show epochs
      W1
      plot loss to=loss.csv
      plot weights layer=1 to=weights.csv
      plot loss
    """
    lines, result = nn.json(text=script)
    same(result.status, 0)
    epochs, weights, plot = [line["result"] for line in lines if line.get("result")][-3:]
    # Epoch 0 has no loss yet; the last column says which epochs are kept.
    rows = [row[:3] for row in epochs["rows"] if row[0] > 0]
    curve = [row.split(",") for row in (nn.folder / "loss.csv").read_text().splitlines()]
    same(curve[0], ["epoch", "loss", "val_loss"])
    same([[float(cell) for cell in row] for row in curve[1:]], rows)
    series = plot["panels"][0]["series"]
    same([s["name"] for s in series], ["loss", "val_loss"])
    same([list(p) for p in zip(series[0]["x"], series[0]["y"], series[1]["y"])], rows)
    cells = (nn.folder / "weights.csv").read_text().splitlines()
    same(cells[0], "unit,input,W1")
    same([float(row.split(",")[2]) for row in cells[1:]], sum(weights["value"], []))


def test_a_live_plot_writes_nothing_to_a_pipe(nn):
    script = "data moons; layer dense 4 tanh; layer dense 2 softmax; train 50 quiet=on plot={}"
    for kind in ("loss", "boundary"):
        result = nn("--quiet", "-c", script.format(kind))
        same((result.out, result.err, result.status), ("", "", 0))


def test_a_plot_in_a_pipe_does_not_depend_on_the_terminal(nn):
    script = "data xor; layer dense 1 sigmoid; plot boundary; plot weights"
    plain = nn("-c", script).out
    for env in ({"TERM": "dumb"}, {"COLORTERM": "truecolor"}, {"LC_ALL": "C"}, {"COLUMNS": "40"}):
        same(nn("-c", script, env=env.items()).out, plain)
    holds("\x1b[38;5;", nn("--color", "always", "-c", script).out)
    spoken = nn("-c", script, env={"ACCESSIBLE": "1"}.items()).out
    holds("share of the area: class 0 ", spoken)
    holds("unit 1: ", spoken)
    numbers = "data table { 0 0 -> 0; 1 0 -> 1; 0 1 -> 2; 1 1 -> 3.5 }; layer dense 1; plot boundary"
    spoken = nn("-c", numbers, env={"ACCESSIBLE": "1"}.items()).out
    holds("samples: 4 points, ", spoken)
    holds("; y1 0 to 3.5, mean 1.625\n", spoken)


def test_speed(nn):
    began = time.monotonic()
    same(nn("-c", "let s = 0; for i in 1..300000 { let s = ($s + $i) }; print $s").out, "45000150000\n")
    nn.file("".join(f"let v{i % 50} = {i} * 2 + 1\n" for i in range(30_000)))
    same(nn("a.nn").status, 0)
    same(nn("check", "a.nn").status, 0)
    seconds = time.monotonic() - began
    assert seconds < 10, f"{seconds:.1f} s"


def test_fuzz(nn):
    """Scripts with random mistakes: every run ends by itself, with a status that it may have."""
    draw = random.Random(1)
    texts = [path.read_bytes() for path in scripts()]
    texts = [t for t in texts if b"while" not in t and b"1e12" not in t and len(t) < 6000]
    snippets = [b"(", b")", b"[", b"]", b"{", b"}", b"\"", b"'", b"\\", b"\n", b";", b"$", b"${",
                b"#", b"=", b"..", b"->", b"-", b"^", b"%", b"1e999", b"-1", b"0", b"99999999999",
                b"1e18", b"\0", b"\xff", b"\t", b"let ", b"def f { f }\nf\n", b"if ", b"else",
                b"for i in 1..3 {", b"train ", b"layer ", b"undo\n", b"W1[0]", b" = ", b"~= ",
                b"nan", b"(0/0)", b"(1/0)", b"[]", b"[[]]", b"'x'", b"@", b",", b"\xe2\x88\x92"]
    runs, began = 0, time.monotonic()
    while runs < 2000 and time.monotonic() - began < 12:
        batch = bytearray()
        for _ in range(3):
            batch += mutated(draw, draw.choice(texts), snippets) + b"\nreset all\n"
            runs += 1
        try:
            result = nn("--keep-going", "--quiet", text=bytes(batch), timeout=20)
        except (AssertionError, subprocess.TimeoutExpired) as error:
            kept = pathlib.Path(tempfile.gettempdir()) / "nn-fuzz.nn"
            kept.write_bytes(batch)
            raise AssertionError(f"{error}: see {kept}") from None
        assert 0 <= result.status <= 255
    assert runs >= 200, runs


def mutated(draw, text, snippets):
    """A few lines of a script with a few changes; loops and trainings stay short."""
    lines = text.split(b"\n")
    start = draw.randrange(len(lines))
    text = bytearray(b"\n".join(lines[start : start + draw.randint(1, 12)]))
    for _ in range(draw.randint(1, 5)):
        place = draw.randrange(len(text) + 1)
        kind = draw.randrange(4)
        if kind == 0:
            text[place:place] = draw.choice(snippets)
        elif kind == 1:
            del text[place : place + draw.randint(1, 6)]
        elif kind == 2 and text:
            text[place : place + 1] = bytes([draw.randrange(256)])
        else:
            other = draw.randrange(len(text) + 1)
            text[place:place] = text[other : other + draw.randint(1, 20)]
    return bytes(text)


IRIS = "data iris; scale standard; layer dense 8 tanh; layer dense 3 softmax; "
NOISE = (
    "data moons 60 noise=0.4; split 0.25 val=0.25; layer dense 64 relu; layer dense 1 sigmoid; "
    "loss bce; ")

MOONS = "data moons; layer dense 6 relu; layer dense 1 sigmoid; "
#: A network for XOR whose output is within 1e-14 of its ends in all rows.
SURE = (
    "data xor; layer dense 2 tanh; layer dense 1 sigmoid; "
    "set W1 [[3, 3], [3, 3]]; set b1 [-1.5, -4.5]; ")
CLOSED = "data xor; layer dense 4 tanh; layer dense 1 relu; "

#: What training warns of: a training that gives cause, and one close by that does not.
WARNINGS = [
    # Steps too long for the loss.
    ("NN101", IRIS + "train 20 lr=0.1; train 400 lr=50", IRIS + "train 20 lr=0.1; train 400 lr=0.05"),
    # Also in a few epochs; not where a restless loss is high at the end of a call that lowered it.
    (
        "NN101", "data linear; layer dense 1; train 3 lr=5 batch=all",
        "seed 1; data circles; scale standard; layer dense 16 relu; layer dense 1 tanh; "
        "optimizer sgd lr=0.5; train 5; train 30"),
    # A straight unit has one answer to XOR; a hidden layer takes its time, but learns it.
    (
        "NN102", "data xor; layer dense 1 sigmoid; train 1000 lr=1 batch=all",
        "seed 1; data xor; layer dense 4 sigmoid; layer dense 1 sigmoid; train 1000 lr=1 batch=all"),
    # No sample opens the hidden units; also in a short call.
    (
        "NN103", "data xor; layer dense 4 relu; layer dense 1; set b1 -10; train 3 batch=all",
        "data xor; layer dense 4 relu; layer dense 1; train 20000 batch=all"),
    # No sample opens the output.
    (
        "NN103", CLOSED + "set b2 -10; train 3 batch=all",
        CLOSED + "set b2 0.5; train 3 batch=all"),
    # Every unit is at an end of its range.
    (
        "NN104", "data xor; layer dense 4 tanh; layer dense 1; set b1 20; train 3 batch=all",
        "data xor; layer dense 4 tanh; layer dense 1; train 20000 lr=0.1 batch=all"),
    # Steps so long that the output is sure of wrong answers, and its slope lets no error back.
    ("NN104", MOONS + "train 60 lr=500", MOONS + "train 60 lr=0.5"),
    (
        "NN104", "data moons; layer dense 6 tanh; layer dense 1 sigmoid; train 20 lr=1e30",
        "data moons; layer dense 6 tanh; layer dense 1 sigmoid; train 20 lr=1e-30"),
    # Sure of wrong answers; as sure of the right ones.
    (
        "NN104", SURE + "set W2 [[-40, 40]]; set b2 38; train 3 batch=all",
        SURE + "set W2 [[40, -40]]; set b2 -38; train 3 batch=all"),
    # The gradient of this loss does not pass the slope.
    (
        "NN104", SURE + "set W2 [[-40, 40]]; set b2 38; train 3 batch=all",
        SURE + "set W2 [[-40, 40]]; set b2 38; loss bce; train 3 batch=all"),
    # Noise learned by heart; a penalty leaves no room for it.
    (
        "NN105", NOISE + "train 1000 optimizer=adam lr=0.03",
        NOISE + "regularize l2=0.1; train 1000 optimizer=adam lr=0.03"),
    # Half as much again of next to nothing.
    (
        "NN105", NOISE + "train 1000 optimizer=adam lr=0.03",
        "seed 1; data iris; split 0.2 val=0.1; scale standard; layer dense 16 relu; "
        "layer dense 3 softmax; train 60 lr=0.5"),
    # Iris comes sorted by class; in one batch its order does not matter.
    ("NN008", IRIS + "train 5 shuffle=off", IRIS + "train 5 shuffle=off batch=all"),
    ("NN016", IRIS + "freeze all; train 3", IRIS + "freeze W; train 3"),
]


def test_a_boundary_marks_rows_that_were_set_aside(nn):
    script = "data iris; split 0.2 val=0.1; layer dense 3 softmax; train 2 quiet=on; "
    same(nn("-c", script + "plot boundary to=boundary.csv").status, 0)
    names = [line.split(",")[0] for line in (nn.folder / "boundary.csv").read_text().splitlines()]
    held = [name for name in names if name.endswith(" (held out)")]
    same(len(held), 45)
    same({name[:-11] for name in held}, {"setosa", "versicolor", "virginica"})
    same(len([name for name in names if name in {"setosa", "versicolor", "virginica"}]), 105)
    same("held out" in nn("-c", "split off; " + script + "split off; plot boundary").out, False)


def test_a_warning_says_since_which_epoch(nn):
    # Held against the rows of progress: the first loss from which on all are within 2 % of 1/8, the
    # loss of answering 1/2 to all of XOR.
    plateau = nn("-c", "data xor; layer dense 1 sigmoid; train 1200 lr=1 batch=all every=1")
    losses = [float(line.split()[3]) for line in plateau.err.splitlines() if "  loss " in line]
    same(len(losses), 1200)
    outside = [n for n, loss in enumerate(losses, 1) if abs(loss - 0.125) >= 0.02 * 0.125]
    assert 0 < outside[-1] < 200, outside
    assert f"NN102: since epoch {outside[-1] + 1} the loss stays at 0.125" in plateau.err, plateau.err
    # For losses whose best constant is in no closed form, too.
    for loss in ["mae", "huber delta=0.2", "log_cosh"]:
        script = f"data xor; layer dense 1; set W1 0; set b1 0.5; loss {loss}; train 600 lr=1e-9"
        assert "NN102: since epoch 1 the loss stays" in nn("-c", script).err, loss


#: A network whose 4 units are all closed by one step that is far too long: the first batch's.
CLOSING = (
    "seed 2; data xor; layer dense 4 relu; layer dense 1; set b2 100; loss mse reduction=sum; ")


def test_a_warning_is_said_once_in_a_loop_for_each_network(nn):
    stuck = "data xor; layer dense 4 relu; layer dense 1; set b1 -10; "
    same(nn("-c", stuck + "repeat 5 { train 2 }").err.count("NN103"), 1)
    same(nn("-c", stuck + "train 2; train 2").err.count("NN103"), 2)
    same(nn("-c", stuck + "repeat 5 { reset; set b1 -10; train 2; train 2 }").err.count("NN103"), 5)
    # A plateau is one, in however many pieces it is trained.
    straight = "data xor; layer dense 1 sigmoid; repeat 20 { train 100 lr=1 batch=all }"
    result = nn("-c", straight)
    same(result.err.count("NN102"), 1)
    assert "NN102: since epoch 43 the loss stays" in result.err, result.err


def test_a_warning_says_with_which_step_units_were_closed(nn):
    # The step at which a pass over all rows finds half of the units closed for the first time.
    search = (
        CLOSING + "let found = 0; for k in 1..40 { step batch=1 lr=0.003; forward; let closed = 0; "
        "for u in 1..4 { if max(row(a1, $u)) == 0 { let closed = ($closed + 1) } }; "
        "if $closed >= 2 and $found == 0 { let found = $k } }; print $found")
    found = int(nn("-c", search).out)
    assert 0 < found < 40, found
    (epoch, batch) = ((found - 1) // 4 + 1, (found - 1) % 4 + 1)
    place = f"since epoch {epoch}" + ("" if batch == 4 else f", batch {batch}")
    result = nn("-c", CLOSING + "train 10 batch=1 lr=0.003")
    assert f"are dead: z <= 0 in all rows, {place};" in result.err, (place, result.err)
    # Where they were dead from the start, and in a call of one epoch.
    result = nn("-c", "data xor; layer dense 4 relu; layer dense 1; set b1 -10; train 1")
    assert "4 of 4 units are dead: z <= 0 in all rows, since epoch 0;" in result.err, result.err


def test_a_warning_says_with_which_step_the_output_was_stuck(nn):
    # The step from which on the slopes let less than a thousandth of all errors through.
    search = (
        "seed 2; " + MOONS + "let found = 0; for k in 1..35 { step lr=500; forward; "
        "let e = abs(a2 - y); if sum($e * slope(sigmoid, z2)) >= 0.001 * sum($e) "
        "{ let found = ($k + 1) } }; print $found")
    found = int(nn("-c", search).out)
    assert 1 < found < 35 and found % 7, found
    place = f"since epoch {(found - 1) // 7 + 1}, batch {(found - 1) % 7 + 1}"
    result = nn("-c", "seed 2; " + MOONS + "train 5 lr=500")
    holds(f"in the rows where the answer is wrong, {place};", result.err)


def test_why_stuck_says_where_the_answers_are_the_same_to_all(nn):
    # A straight unit cannot do better on XOR than 1/2; on points of a line it can.
    straight = "layer dense 1; train 500 lr=0.5 batch=all; why stuck"
    holds("'check' looks for the reason", nn("-c", "data xor; " + straight).out)
    out = nn("-c", "data linear noise=0; " + straight).out
    assert "verdict" in out and "the reason" not in out, out


def test_why_stuck_looks_at_the_rate_of_the_last_training(nn):
    def rates(script):
        report = json.loads(nn("--json", "-c", f"{script}; why stuck").out.splitlines()[-1])
        fields = report["result"]["items"][1]["fields"]
        return [(name, value) for name, value in fields.items() if name.startswith("lr")]

    train = "data xor; layer dense 2 tanh; layer dense 1 sigmoid; train 3 lr=7 quiet=on"
    same(rates(train), [("lr of the training", 7)])
    same(rates(train.replace("train 3 lr=7 quiet=on", "step lr=7")), [("lr of the training", 7)])
    same(rates(train + "; train 3 quiet=on"), [("lr", 0.01)])
    same(rates(train + "; optimizer lr=0.2"), [("lr", 0.2)])
    same(rates(train + "; reset"), [("lr", 0.01)])


def test_what_a_step_would_do_is_what_it_does(nn):
    network = "precision float64; data moons; layer dense 4 tanh; layer dense 1 sigmoid; "

    def whatif(rate):
        report = json.loads(nn("--json", "-c", f"{network}whatif lr={rate!r}").out.splitlines()[-1])
        return report["result"]["fields"]

    found = whatif(2)
    step = nn("--quiet", "-c", f"digits 17; {network}print loss; forward; backward; update lr=2; "
              "print loss; print norm(dW1)^2 + norm(db1)^2 + norm(dW2)^2 + norm(db2)^2")
    before, after, squares = map(float, step.out.split())
    assert math.isclose(found["loss now"], before, rel_tol=1e-12), found
    assert math.isclose(found["loss then"], after, rel_tol=1e-12), found
    assert math.isclose(found["change"], after - before, rel_tol=1e-9), found
    assert math.isclose(found["change predicted"], -2 * squares, rel_tol=1e-9), found
    # A step a little shorter than the largest that lowers the loss does, one a little longer does not.
    largest = found["largest lr that lowers it"]
    assert whatif(0.999 * largest)["change"] < 0 < whatif(1.001 * largest)["change"], largest
    # Nothing bounds the rate where the loss falls with every weight.
    rising = "data arrays [[1]] [1]; layer dense 1 sigmoid; whatif"
    holds("largest lr that lowers it  any", nn("-c", rising).out)


def test_a_replay_takes_the_same_steps(nn):
    # A schedule that looks at the validation loss changes the rate on the way.
    for rate in ["2.5", "3"]:
        script = (
            "seed 3; data linear 60; split 0.2 val=0.3; layer dense 1; schedule plateau patience=1 "
            f"factor=0.999; train 2000 lr={rate} batch=16 quiet=on")
        failed = re.search("the loss became .*", nn("-c", "diagnostics off; " + script).err)
        assert failed, rate
        holds(f"{failed[0]}: the first number that is not finite is ", nn("-c", script).err)


def test_training_warns_where_there_is_cause(nn):
    for code, cause, none in WARNINGS:
        warning = f"warning {code}: "
        for script in (cause, none):
            result = nn("-c", script)
            same(result.status, 0)
            assert (warning in result.err) == (script is cause), f"{script}: {result.err}"
            assert warning not in result.out
        assert warning not in nn("-c", "diagnostics off; " + cause).err, cause
        assert warning not in nn("--quiet", "-c", cause).err, cause


def test_the_examples_raise_no_alarm_when_they_are_not_told_to_be_quiet(nn):
    examples = sorted((ROOT / "examples").glob("*.nn"))
    assert len(examples) > 15
    for example in examples:
        text = example.read_text().replace(" quiet=on", "").replace("examples/", f"{ROOT}/examples/")
        result = nn(nn.file(text, example.name))
        found = {line[:13] for line in result.err.splitlines() if line.startswith("warning")}
        # One shows what it is to learn rows by heart, one a schedule while nothing moves.
        meant = {"early-stopping.nn": {"warning NN105"}, "schedule.nn": {"warning NN016"}}
        same(found, meant.get(example.name, set()))


def too_long(*_):
    raise TimeoutError("this takes more than two minutes")


def main(words):
    if len(words) != 1:
        print("usage: test_command_line.py PROGRAM", file=sys.stderr)
        return 2
    program = str(pathlib.Path(words[0]).resolve())
    signal.signal(signal.SIGALRM, too_long)
    passed = failed = 0
    for name, test in [(n, t) for n, t in globals().items() if n.startswith("test_")]:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="nn-command-line-") as folder:
            # Who waits for a line that never comes is woken: TimeoutError is an OSError.
            signal.alarm(120)
            try:
                test(Nn(program, folder))
                fault = None
            except (AssertionError, subprocess.TimeoutExpired, OSError, ValueError) as error:
                line = inspect.trace()[1].lineno
                fault = f"line {line}: {error or 'the assertion does not hold'}"
            signal.alarm(0)
        print(f"{'failed' if fault else 'passed'}  {name[5:]} ({time.monotonic() - began:.2f} s)", flush=True)
        if fault:
            print(f"        {fault[:2000]}")
        passed, failed = passed + (not fault), failed + bool(fault)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
