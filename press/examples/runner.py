"""Run chains in forked processes: the client of the zygote."""

from __future__ import annotations

import json
import marshal
import os
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.examples.interpreters import OWN, interpreter_for
from press.examples.job import Job
from press.examples.model import Chain

_REQUEST = struct.Struct(">cII")
_ANSWER = struct.Struct(">cIii?")
_TICK = 0.1  # seconds between two looks at the children that run
_START = 60.0  # seconds a zygote has to import what it preloads
_HERE = Path(__file__).parent
_OWN = "press/examples/"  # part of every record's key, whoever reads it
# Small parts of the standard library that examples import all the time: every zygote has them.
_LIGHT = (
    *("abc", "collections.abc", "contextlib", "copy", "dataclasses", "datetime", "decimal"),
    *("enum", "functools", "inspect", "itertools", "math", "operator", "pathlib", "re", "string"),
    *("textwrap", "types", "typing", "warnings"),
)
# What takes longer to import than a child takes to run; only what a chain imports is loaded.
_HEAVY = {
    *("asyncio", "concurrent", "ctypes", "doctest", "email", "http", "importlib", "logging"),
    *("multiprocessing", "sqlite3", "ssl", "unittest", "urllib", "xml"),
    *("anyio", "attr", "coverage", "fastapi", "httpx", "hypothesis", "jinja2", "mypy", "numpy"),
    *("pydantic", "pytest", "requests", "sqlalchemy", "starlette", "tomlkit", "uvicorn"),
    *("websockets", "yaml"),
}
_IMPORT = re.compile(r"^\s*(?:import|from)\s+([A-Za-z_]\w*)", re.M)


@dataclass(frozen=True)
class Problem:
    """Something that went wrong in a step.

    ``kind`` is ``raised``, ``thread``, ``ignored``, ``coroutine``, ``loop``, ``left``, ``refused``
    or ``ended``; ``types`` holds every name of the error's class and its bases; ``frames`` are
    (file, line, function, source), lines of the chain being 1-based.
    """

    kind: str
    text: str
    types: tuple[str, ...] = ()
    message: str = ""
    summary: str = ""
    trace: str = ""
    frames: tuple[tuple[str, int, str, str], ...] = ()


@dataclass
class StepResult:
    """What one step printed and what went wrong in it."""

    output: str = ""
    problems: list[Problem] = field(default_factory=list)


@dataclass
class ChainResult:
    """What a chain did: one result for each step that was reached.

    ``touched`` are project files and folders it read, relative to the root; ``opaque`` is set if
    it started a program whose reading nothing could watch.
    """

    steps: list[StepResult]
    touched: dict[str, str] = field(default_factory=dict)
    opaque: bool = False
    started: float = 0.0


def units(chain: Chain) -> list[dict[str, Any]]:
    """Return the pieces in which the chain is compiled: a step with those that go on inside it."""
    pieces: list[dict[str, Any]] = []
    for number, step in enumerate(chain.steps):
        if step.joins and pieces:
            pieces[-1]["code"] += step.code
            pieces[-1]["step"] = number
            pieces[-1]["raises"] = step.raises is not None
        else:
            pieces.append({"code": step.code, "step": number, "raises": step.raises is not None})
    return pieces


class Zygote:
    """The client's end of a zygote that has imported ``preload``."""

    def __init__(self, root: Path, preload: tuple[str, ...], python: str) -> None:
        self.socket, theirs = socket.socketpair()
        settings = {
            "root": str(root.resolve()),
            "apart": _apart(root),
            "preload": [*_LIGHT, *preload],
            "shell": shutil.which("bash") or "/bin/sh",
        }
        self.process = subprocess.Popen(
            [python, "-P", "-s", str(_HERE / "zygote.py"), json.dumps(settings)],
            stdin=theirs.fileno(),
            env=environment(),
            start_new_session=True,
            cwd="/",
        )
        theirs.close()
        self.isolated: bool | None = None
        self.born = time.monotonic()
        self.asked: set[int] = set()  # jobs that a question is out about
        self._inbox = b""

    def fork(self, job: Job) -> None:
        """Ask for a child."""
        work, files = job.request()
        body = marshal.dumps(work, 2)
        socket.send_fds(self.socket, [_REQUEST.pack(b"F", job.number, len(body)) + body], files)
        job.handed_over()

    def ask(self, question: bytes, number: int) -> None:
        """Ask what has become of a job's child."""
        if number not in self.asked:
            self.asked.add(number)
            self.socket.sendall(_REQUEST.pack(question, number, 0))

    def answers(self) -> Iterator[tuple[bytes, int, int, int, bool]]:
        """Read what has arrived. Raises ``RuntimeError`` if the zygote has died."""
        data = self.socket.recv(1 << 16)
        if not data:
            raise RuntimeError(f"the zygote ended with code {self.process.wait(5)}")
        self._inbox += data
        while len(self._inbox) >= _ANSWER.size:
            kind, number, pid, status, flag = _ANSWER.unpack(self._inbox[: _ANSWER.size])
            self._inbox = self._inbox[_ANSWER.size :]
            if kind == b"H":
                self.isolated = flag
            self.asked.discard(number)
            yield kind, number, pid, status, flag

    def close(self) -> None:
        """End the zygote and everything it runs."""
        self.socket.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Runner:
    """Run chains, a few at a time, in the order they are asked for."""

    def __init__(self, root: Path, *, workers: int | None = None) -> None:
        self.root = root
        self.workers = workers or min(4, os.cpu_count() or 1)
        self.zygotes: dict[tuple[str, tuple[str, ...]], Zygote] = {}
        self.queue: deque[tuple[int, Chain]] = deque()
        self.running: dict[Job, Zygote] = {}
        self.results: dict[int, ChainResult] = {}
        self.isolated = True
        self.next_look = 0.0
        self.count = 0
        self.base = ""
        self.folders: list[str] = []  # clean ones, to be used again
        self.made = 0

    def submit(self, chain: Chain) -> int:
        """Queue a chain; the number returned is what :meth:`result` takes."""
        self.count += 1
        self.queue.append((self.count, chain))
        return self.count

    def result(self, number: int) -> ChainResult:
        """Wait for a chain's result. Raises ``RuntimeError`` if its zygote died."""
        while number not in self.results:
            self._feed()
            self._listen()
        return self.results.pop(number)

    def run(self, chain: Chain) -> ChainResult:
        """Run one chain now."""
        return self.result(self.submit(chain))

    def close(self) -> None:
        """End the zygotes; chains that still run are killed."""
        for zygote in self.zygotes.values():
            zygote.close()
        for job in self.running:
            job.discard()
        self.zygotes.clear()
        self.running.clear()
        self.queue.clear()
        if self.base:
            shutil.rmtree(self.base, ignore_errors=True)

    def _feed(self) -> None:
        """Start chains as long as there is a worker for them."""
        while self.queue and len(self.running) < self.workers:
            number, chain = self.queue.popleft()
            interpreter = interpreter_for(chain.python) or OWN
            kind = (interpreter.program, _preload(chain))
            if kind not in self.zygotes:
                self.zygotes[kind] = Zygote(self.root, kind[1], kind[0])
            job = Job(number, chain, units(chain), self._folder(), self.root)
            self.running[job] = self.zygotes[kind]
            self.zygotes[kind].fork(job)

    def _folder(self) -> str:
        """Return an empty folder for an example."""
        if self.folders:
            return self.folders.pop()
        if not self.base:
            self.base = os.path.realpath(tempfile.mkdtemp(prefix="press-"))
        self.made += 1
        folder = f"{self.base}/{self.made}"
        Path(folder, "here").mkdir(parents=True)
        return folder

    def _listen(self) -> None:
        """Wait for something to happen, and act on it."""
        zygotes = {zygote.socket.fileno(): zygote for zygote in self.running.values()}
        pipes = {job.pipe: job for job in self.running if not job.closed}
        for source in select.select([*zygotes, *pipes], [], [], self._patience())[0]:
            if source in zygotes:
                self._hear(zygotes[source])
            elif pipes[source] in self.running:
                pipes[source].read()
                if pipes[source].over:
                    self._end(pipes[source])
        now = time.monotonic()
        if now >= self.next_look:
            self.next_look = now + _TICK
            for job in self.running:
                job.look()
        for job, zygote in self.running.items():
            question = job.question()
            if question:
                zygote.ask(question, job.number)
            if zygote.isolated is None and now - zygote.born > _START:
                raise RuntimeError(f"the zygote does not start in {_START:g} s")

    def _patience(self) -> float:
        """Return how long to wait at most: less while a child is being asked after."""
        return min(job.patience for job in self.running)

    def _hear(self, zygote: Zygote) -> None:
        """Take the answers of a zygote."""
        for kind, number, pid, status, flag in zygote.answers():
            for job in [job for job, own in self.running.items() if own is zygote]:
                if kind == b"H":
                    self.isolated = self.isolated and flag
                    job.restart()
                elif job.number == number and job.answered(pid, status, flag):
                    self._end(job)

    def _end(self, job: Job) -> None:
        """Turn a job that is over into its result."""
        del self.running[job]
        job.finish()
        self.results[job.number] = _result(job)
        if job.tidy:
            self.folders.append(job.base)
        else:
            shutil.rmtree(job.base, ignore_errors=True)


def environment() -> dict[str, str]:
    """Return the small environment in which examples run."""
    folders = [str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]
    return {
        "PATH": os.pathsep.join(folders),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(_HERE / "trace"),
        "TZ": "UTC",
        "COLUMNS": "78",
        "NO_COLOR": "1",
    }


def _apart(root: Path) -> list[str]:
    """Return the folders of the project that examples read without depending on them."""
    root = root.resolve()
    folders = [root / "build", root / ".git", Path(sys.prefix).absolute(), _HERE / "trace"]
    return [str(folder) for folder in folders]


def _preload(chain: Chain) -> tuple[str, ...]:
    if chain.language != "python":
        return ()
    found = {name for step in chain.steps for name in _IMPORT.findall(step.code)}
    return tuple(sorted(found & _HEAVY))


def _problem(raw: dict[str, Any]) -> Problem:
    return Problem(
        raw["kind"],
        raw["text"],
        tuple(raw.get("types", ())),
        raw.get("message", ""),
        raw.get("summary", ""),
        raw.get("trace", ""),
        tuple((frame[0], frame[1] or 0, frame[2], frame[3]) for frame in raw.get("frames", ())),
    )


def _result(job: Job) -> ChainResult:
    """Turn what a job has said into results by step."""
    frames, chain = job.frames, job.chain
    done = [frame for frame in frames if "done" in frame]
    end = next((frame for frame in frames if "end" in frame), None)
    if end is not None and (not done or done[-1]["done"] != end["end"]):
        done.append({"done": end["end"], "problems": []})
    steps: list[StepResult] = []
    for frame, output in zip(done, job.outputs, strict=False):
        while len(steps) < frame["done"]:
            steps.append(StepResult())  # its code went on in a later step
        steps.append(StepResult(output, [_problem(raw) for raw in frame["problems"]]))
    if end is None and len(job.outputs) > len(done):
        steps.append(StepResult(job.outputs[-1]))
    if not steps:
        steps.append(StepResult())
    touched = dict(job.read_elsewhere)
    opaque = chain.language != "python"
    if end is not None:
        steps[-1].problems += [_problem(raw) for raw in end["problems"]]
        touched |= end["touched"]
        opaque = opaque or end["opaque"]
    for path in [path for path in touched if path.startswith(_OWN)]:
        del touched[path]
    ended = _ended(job)
    if ended is not None:
        steps[-1].problems.append(ended)
    elif job.left:
        steps[-1].problems.append(Problem("left", "left a process running"))
    return ChainResult(steps, touched, opaque, job.started)


def _ended(job: Job) -> Problem | None:
    """Say how the process ended, unless it ended as it should."""
    lines = [int(frame["line"]) for frame in job.frames if "line" in frame]
    frames = tuple(("example.py", line, "", "") for line in lines[-1:])
    if job.ended == "time":
        where = _STACK_LINE.findall("\n".join(job.stack))
        frames = tuple(("example.py", int(line), name, "") for line, name in where[:1])
        return Problem("ended", "still running when its time was up", frames=frames)
    if job.ended == "output":
        return Problem("ended", "printed more than 4 MB")
    if job.chain.language != "python":
        text = f"the shell ended with {job.ended}"
        return Problem("ended", text, frames=frames) if job.ended else None
    if not job.said_end:
        how = job.ended or "exit 0"
        return Problem("ended", f"ended the process itself ({how}) before its last line")
    return Problem("ended", f"the process ended with {job.ended}") if job.ended else None


_STACK_LINE = re.compile(r'File ".*/example\.py", line (\d+) in (.*)')
