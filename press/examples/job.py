"""One chain on its way through a child process, watched from outside."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sysconfig
import time
from pathlib import Path
from typing import Any

from press.examples.model import Chain

TIMEOUT = 10.0
_OUTPUT_CAP = 4 << 20
_LAST_WORDS = 0.3  # seconds a child has to say where it is before it is killed
_WIND_UP = 5.0  # seconds for what runs at exit
_LEFT_GRACE = 0.2  # seconds for a process that the example left and that is on its way out
_TICK = 0.1  # seconds between two looks at a child that runs
_RETRY = 0.01  # seconds between two questions about a child that should have ended


class Job:
    """A child, what it has said so far, and how long it may go on.

    Most children say through their pipe how they ended. Only of those that did not, or that had
    processes of their own, the zygote is asked.
    """

    def __init__(
        self, number: int, chain: Chain, units: list[dict[str, Any]], base: str, root: Path
    ) -> None:
        self.number = number
        self.root = root
        self.chain = chain
        self.units = units
        self.base = base
        self.limits = [step.timeout or TIMEOUT for step in chain.steps]
        self.pid = 0
        self.status: int | None = None
        self.ended = ""  # why it was stopped: "time", "output", or how it ended
        self.left = False
        self.said_end = False
        self.family = False  # it has had processes of its own
        self.closed = False
        self.frames: list[dict[str, Any]] = []
        self.stack: list[str] = []
        self.outputs: list[str] = []
        self.read_elsewhere: dict[str, str] = {}
        self.started = time.time()
        self._rest = b""
        self._asked = False
        self._killing = False
        self._left_until = 0.0
        self.output = _memory(base)
        self.pipe, self._writer = os.pipe()
        self.deadline = 0.0

    def request(self) -> tuple[dict[str, Any], list[int]]:
        """Return what the zygote needs to fork: the work and two file descriptors."""
        work = {"language": self.chain.language, "units": self.units, "base": self.base}
        return work, [self.output, self._writer]

    def handed_over(self) -> None:
        """The zygote has the request: time runs."""
        os.close(self._writer)
        self._writer = -1
        self.restart()

    def restart(self) -> None:
        """Count the time from here."""
        self.deadline = time.monotonic() + self.limits[0]

    # -- Listening -------------------------------------------------------------
    def read(self) -> None:
        """Take in what the child wrote."""
        data = os.read(self.pipe, 1 << 16)
        if not data:
            self.closed = True
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._line(line)

    def _line(self, line: bytes) -> None:
        """Take in one line: a step's end, the chain's end, or a line of the stack."""
        if line.startswith(b"{"):
            frame = json.loads(line)
        elif line.startswith(b"done "):
            step, size = line[5:].split()
            frame = {"done": int(step), "size": int(size), "problems": []}
        elif line.startswith(b"end "):
            frame = {"end": int(line[4:]), "problems": [], "touched": {}, "opaque": False}
        else:
            self.stack.append(line.decode("utf-8", "replace"))
            return
        self.frames.append(frame)
        if "end" in frame:
            self.said_end, self.family = True, bool(frame.get("family"))
        if "done" in frame and not self._killing:
            following = frame["done"] + 1
            seconds = self.limits[following] if following < len(self.limits) else _WIND_UP
            self.deadline = time.monotonic() + seconds

    # -- Stopping --------------------------------------------------------------
    def look(self) -> None:
        """Stop the child if its time is up or if it prints without end."""
        if self.status is not None or self._killing:
            return
        now = time.monotonic()
        if os.fstat(self.output).st_size > _OUTPUT_CAP:
            self.ended = "output"
            self.kill()
        elif now > self.deadline:
            if self._asked or self.chain.language != "python":
                self.ended = "time"
                self.kill()
            elif self.pid:
                self.ended, self._asked = "time", True
                self.deadline = now + _LAST_WORDS
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGUSR1)

    def kill(self) -> None:
        """Kill the child with all that it started, once its process is known."""
        self._killing = True
        for target in (-self.pid, self.pid) if self.pid else ():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(target, signal.SIGKILL)

    # -- Ending ----------------------------------------------------------------
    @property
    def over(self) -> bool:
        """True if the child has said all there is to say."""
        return self.said_end and not self.family and not self.ended

    @property
    def patience(self) -> float:
        """How long, in seconds, nothing needs a look."""
        return _RETRY if self.closed or self.left else _TICK

    def question(self) -> bytes:
        """Return what to ask the zygote about this child now, or b"" for nothing.

        ``W`` blocks the zygote, so it is asked only when the child is sure to end.
        """
        if self.pid and self.status is None and (self._killing or (self.closed and self.said_end)):
            return b"W"
        late = not self.pid and time.monotonic() > self.deadline
        shell = self.chain.language != "python"
        return b"P" if self.closed or shell or late or self._killing or self.left else b""

    def answered(self, pid: int, status: int, left: bool) -> bool:
        """Take the zygote's answer; True if the job is over."""
        self.pid = pid
        if status < 0:
            if self._killing:
                self.kill()
            return False
        if self.status is None:
            self.status = status
            self._left_until = time.monotonic() + _LEFT_GRACE
        self.left = left and not self._killing
        return not self.left or time.monotonic() > self._left_until

    def finish(self) -> None:
        """Collect the output and remove every trace."""
        while not self.closed and not self.said_end and self.chain.language == "python":
            self.read()
        if self.left or self._killing:
            self.kill()
        self.ended = self.ended or _ending(self.status or 0)
        self.outputs = self._split_output()
        self.read_elsewhere = self._traced() if self.family or self.status is not None else {}
        self.discard()

    def discard(self) -> None:
        """Close what the job holds."""
        for handle in (self.output, self.pipe, self._writer):
            if handle >= 0:
                os.close(handle)
        self.output = self.pipe = self._writer = -1

    @property
    def tidy(self) -> bool:
        """True if the example has left its folder as it found it."""
        if self.status is not None:
            return False
        kept = {"here", "example.py"}
        return not os.listdir(f"{self.base}/here") and kept.issuperset(os.listdir(self.base))

    def _traced(self) -> dict[str, str]:
        """Return what the Python processes that the example started have read."""
        if not Path(self.base, "trace").exists():
            return {}
        lines = Path(self.base, "trace").read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t", 1) for line in lines if "\t" in line)
        return {path: kind for kind, path in pairs}

    def _split_output(self) -> list[str]:
        """Return the output of each step; what came after the last belongs to it."""
        size = min(os.fstat(self.output).st_size, _OUTPUT_CAP)
        data = os.pread(self.output, size, 0) if size else b""
        ends = [frame["size"] for frame in self.frames if "size" in frame]
        last = self.frames[-1].get("end", -1) if self.frames else -1
        if last >= 0 and ends and self.frames[-2]["done"] == last:
            ends[-1] = size
        else:
            ends.append(size)
        pairs = zip([0, *ends[:-1]], ends, strict=True)
        return [self._neutral(data[start:end].decode("utf-8", "replace")) for start, end in pairs]

    def _neutral(self, text: str) -> str:
        """Take folders that differ from run to run and between machines out of an output."""
        if "/" not in text:
            return text
        here = f"{self.base}/here"
        own = ((f"{here}/", ""), (here, "."), (f"{self.base}/", ""))
        for place, short in (*own, *_PLACES, (f"{self.root}/", "")):
            text = text.replace(place, short)
        return text


def _memory(base: str) -> int:
    """Open a file without a name: in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("output")
    name = f"{base}/output"
    handle = os.open(name, os.O_RDWR | os.O_CREAT)
    os.unlink(name)  # noqa: PTH108
    return handle


def _ending(status: int) -> str:
    """Say how a process ended: "" for success."""
    if os.WIFSIGNALED(status):
        return f"signal {signal.Signals(os.WTERMSIG(status)).name}"
    code = os.waitstatus_to_exitcode(status)
    return f"exit {code}" if code else ""


_LIBRARY = Path(os.__file__).parent
_PLACES = (
    (f"{sysconfig.get_paths()['purelib']}/", f"/usr/lib/{_LIBRARY.name}/site-packages/"),
    (f"{_LIBRARY}/", f"/usr/lib/{_LIBRARY.name}/"),
)
