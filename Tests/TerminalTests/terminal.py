"""A program on a pseudo-terminal, and the screen that a person in front of it would see.

Nothing here sleeps: a test says what it waits for, and fails with a picture of the screen when
that does not come.
"""

import os
import shlex
import shutil
import tempfile
import termios
import time

import pexpect
import pyte

# pyte keeps no dim characters; blinking ones, which nn does not write, stand for them.
pyte.graphics.TEXT[2] = "+blink"

KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "delete": "\x1b[3~",
    "ctrl-left": "\x1b[1;5D",
    "ctrl-right": "\x1b[1;5C",
    "alt-enter": "\x1b\r",
    "f5": "\x1b[15~",
}


class Terminal:
    """Runs `command` (a list) on a terminal of its own, in a home folder that holds only `files`
    (names and contents), or in `home`."""

    def __init__(
        self, command, rows=24, columns=80, home=None, files=None, timeout=20, **environment
    ):
        self.timeout = timeout
        self._owned = None if home else tempfile.mkdtemp(prefix="nn-terminal-")
        self.home = home or self._owned
        for name, text in (files or {}).items():
            with open(os.path.join(self.home, name), "w") as file:
                file.write(text)
        self.rows, self.columns = rows, columns
        self._screen = pyte.HistoryScreen(columns, rows, history=10_000, ratio=1)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        variables = {
            "HOME": self.home,
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
            **environment,
        }
        self.process = pexpect.spawn(
            # As one line: a program alone would be split at its blanks.
            shlex.join(command), env=variables, dimensions=(rows, columns), timeout=timeout
        )
        self.process.delaybeforesend = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.close(force=True)
        if self._owned:
            shutil.rmtree(self._owned, ignore_errors=True)

    # What the user does.

    def type(self, text):
        """Sends the characters as they are."""
        self.process.send(text)

    def key(self, name):
        """A named key, or `ctrl-x` for a letter x."""
        if name in KEYS:
            self.process.send(KEYS[name])
        elif name.startswith("ctrl-") and len(name) == 6:
            self.process.send(chr(ord(name[5]) & 0x1F))
        else:
            raise KeyError(name)

    def line(self, text):
        """Types a row and presses Enter."""
        self.type(text)
        self.key("enter")

    def paste(self, text):
        """As a terminal pastes once the program has asked for marks around it."""
        self.process.send("\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~")

    def resize(self, rows, columns):
        self.rows, self.columns = rows, columns
        self._screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def signal(self, number):
        self.process.kill(number)

    # What the user sees.

    def screen(self):
        """The rows of the screen without blanks at their ends, and without empty rows below."""
        rows = [row.rstrip() for row in self._screen.display]
        while rows and not rows[-1]:
            rows.pop()
        return rows

    def block(self):
        """The rows of the last prompt with what is typed, without what stands below them."""
        rows = self.screen()
        first = max((n for n, row in enumerate(rows) if row.startswith("nn[")), default=0)
        last = first + 1
        while last < len(rows) and rows[last].startswith("..."):
            last += 1
        return rows[first:last]

    def everything(self):
        """The rows that were scrolled away, and the screen."""
        past = [
            "".join(row[x].data for x in range(self._screen.columns)).rstrip()
            for row in self._screen.history.top
        ]
        return past + self.screen()

    def cursor(self):
        """Row and column of the cursor, counted from 0."""
        return self._screen.cursor.y, self._screen.cursor.x

    def row(self):
        """The row of the cursor, up to it."""
        y, x = self.cursor()
        return self._screen.display[y][:x]

    def style(self, row, column):
        """The character cell at a place, with its colours; `blink` says whether it is dim."""
        return self._screen.buffer[row][column]

    def is_ordinary(self):
        """Whether the terminal is as programs expect to find it: rows, with echo."""
        flags = termios.tcgetattr(self.process.child_fd)[3]
        return bool(flags & termios.ICANON) and bool(flags & termios.ECHO)

    # Waiting.

    def wait_until(self, condition, description):
        """Reads until `condition()` holds."""
        limit = time.monotonic() + self.timeout
        while not condition():
            if not self._read(limit - time.monotonic()):
                raise AssertionError(f"{description} never came; the screen:\n{self.picture()}")

    def wait_for(self, text):
        """Waits until the text stands somewhere on the screen."""
        self.wait_until(lambda: any(text in row for row in self.screen()), repr(text))

    def wait_for_row(self, text):
        """Waits until the cursor stands right behind exactly this text."""
        self.wait_until(lambda: self.row() == text, f"the row {text!r}")

    def wait_for_block(self, *rows):
        """Waits until the block at the prompt is exactly these rows."""
        self.wait_until(lambda: self.block() == list(rows), f"the block {rows}")

    def wait_for_end(self):
        """Waits for the process to end, and gives its exit status, or minus its signal."""
        limit = time.monotonic() + self.timeout
        while self._read(limit - time.monotonic()):
            pass
        if time.monotonic() >= limit:
            raise AssertionError(f"the program did not end; the screen:\n{self.picture()}")
        self.process.wait()
        if self.process.exitstatus is None:
            return -self.process.signalstatus
        return self.process.exitstatus

    def picture(self):
        edge = "+" + "-" * self.columns + "+"
        rows = [f"|{row:<{self.columns}}|" for row in self.screen()]
        return "\n".join([edge, *rows, edge, f"cursor {self.cursor()}"])

    def _read(self, seconds):
        """Feeds the screen with what comes next; false at the end of the output or of the time."""
        if seconds <= 0:
            return False
        try:
            chunk = self.process.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.EOF, pexpect.TIMEOUT):
            return False
        self.raw += chunk
        self._stream.feed(chunk)
        return True
