"""One chain on its way through a child process, watched from outside."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from typing import Any

from press.examples.model import Chain, Step

TIMEOUT = 10.0
_START = 60.0  # seconds until the process must be there
_OUTPUT_CAP = 4 << 20
_LAST_WORDS = 0.3  # seconds a child has to say where it is before it is killed
_WIND_UP = 5.0  # seconds for what runs at exit


class Job:
    """A child, what it has said so far, and how long it may go on.

    ``output`` is the file that the child prints to.
    """

    def __init__(self, number: int, chain: Chain, output: int) -> None:
        self.number = number
        self.chain = chain
        self.output = output
        self.limits = [step.timeout or TIMEOUT for step in chain.steps]
        self.pid = 0
        self.over = False
        self.ended = ""  # why it was stopped, "time", "output" or "lost", or how it ended
        self.left = False  # it left a process running
        self.said_end = False
        self.frames: list[dict[str, Any]] = []
        self.stack: list[str] = []
        self.started = time.time()
        self.deadline = time.monotonic() + _START
        self._asked = False

    def line(self, line: bytes) -> None:
        """Take in one line of the report."""
        if line.startswith(b"{"):
            self._frame(json.loads(line))
            return
        word, *rest = line.split()
        if word == b"pid":
            self.pid = int(rest[0])
            self.deadline = time.monotonic() + self.limits[0]
        elif word == b"done":
            self._frame({"done": int(rest[0]), "size": int(rest[1]), "problems": []})
        elif word == b"end":
            self._frame({"end": int(rest[0]), "problems": [], "touched": {}, "opaque": False})
        elif word == b"exit":
            self.ended = self.ended or _ending(int(rest[0]))
            self.left = rest[1] == b"1"
            self.over = True
        else:
            self.stack.append(line.decode("utf-8", "replace"))

    def _frame(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)
        self.said_end = self.said_end or "end" in frame
        if "done" in frame and not self._asked:
            following = frame["done"] + 1
            seconds = self.limits[following] if following < len(self.limits) else _WIND_UP
            self.deadline = time.monotonic() + seconds

    def look(self) -> None:
        """Stop the child if its time is up or if it prints without end."""
        now = time.monotonic()
        if not self.pid:
            if now > self.deadline:
                raise RuntimeError(f"no process for an example in {_START:g} s")
        elif os.fstat(self.output).st_size > _OUTPUT_CAP:
            self.ended = "output"
            self.kill()
        elif now > self.deadline:
            if self._asked or self.chain.language != "python":
                self.ended = "time"
                self.kill()
            else:
                self.ended, self._asked = "time", True
                self.deadline = now + _LAST_WORDS
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGUSR1)

    def lose(self) -> None:
        """The process that watched over the child is gone: the child goes too."""
        self.ended, self.over = "lost", True
        self.kill()

    def kill(self) -> None:
        """Kill the child with all that it started."""
        for target in (-self.pid, self.pid) if self.pid else ():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(target, signal.SIGKILL)

    def split_output(self) -> list[tuple[int, str]]:
        """Return the steps that were reached, by number, and what each printed.

        What came after the last step belongs to it.
        """
        size = min(os.fstat(self.output).st_size, _OUTPUT_CAP)
        data = os.pread(self.output, size, 0) if size else b""
        marks = [(frame["done"], frame["size"]) for frame in self.frames if "done" in frame]
        end = next((frame["end"] for frame in self.frames if "end" in frame), None)
        if end is None:
            reached = marks[-1][0] + 1 if marks else 0
            if reached < len(self.chain.steps):
                marks.append((reached, size))
        elif marks and marks[-1][0] == end:
            marks[-1] = (end, size)
        else:
            marks.append((end, size))
        starts = [0, *(stop for _, stop in marks[:-1])]
        return [
            (step, data[start:stop].decode("utf-8", "replace"))
            for start, (step, stop) in zip(starts, marks, strict=True)
        ]


def pack(chain: Chain) -> bytes:
    """Return ``chain`` as a slot of the zygote reads it."""
    pieces = [f"{number} {int(raises)}\n{code}" for code, number, raises in units(chain)]
    text = "\0".join([chain.language, *pieces]).encode()
    return len(text).to_bytes(8, "big") + text


def units(chain: Chain) -> list[tuple[str, int, bool]]:
    """Return the pieces in which the chain is compiled: code, its last step, whether that raises.

    A piece is a step with those after it whose code goes on inside its suite.
    """
    groups: list[list[tuple[int, Step]]] = []
    for number, step in enumerate(chain.steps):
        if step.joins and groups:
            groups[-1].append((number, step))
        else:
            groups.append([(number, step)])
    return [
        ("".join(step.code for _, step in group), group[-1][0], group[-1][1].raises is not None)
        for group in groups
    ]


def _ending(status: int) -> str:
    """Say how a process ended: "" for success."""
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code else ""
