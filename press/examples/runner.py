"""Run chains in forked processes: the client of the fork server."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import socket
import struct
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.examples.interpreters import OWN, interpreter_for
from press.examples.model import Chain

TIMEOUT = 10.0
_START = 60.0  # seconds a fork server has to import what it preloads
_HERE = Path(__file__).parent
_OWN = "press/examples/"  # part of every record's key, whoever reads it
# What takes longer to import than a child takes to run; only what the chains import is loaded.
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


class Server:
    """One fork server: a process that has imported ``preload`` and forks for each chain."""

    def __init__(
        self, root: Path, preload: tuple[str, ...], python: str, *, workers: int = 2
    ) -> None:
        self.base = os.path.realpath(tempfile.mkdtemp(prefix="press-"))
        ours, theirs = socket.socketpair()
        settings = {
            "root": str(root.resolve()),
            "apart": _apart(root),
            "base": self.base,
            "site": sysconfig.get_paths()["purelib"],
            "preload": list(preload),
            "workers": workers,
            "shell": shutil.which("bash") or "/bin/sh",
        }
        self.process = subprocess.Popen(
            [python, "-P", "-s", str(_HERE / "server.py"), json.dumps(settings)],
            stdin=theirs.fileno(),
            env=environment(),
            start_new_session=True,
            cwd=self.base,
        )
        theirs.close()
        self.socket = ours
        self.inbox = b""
        self.waiting = 0
        self.hello: dict[str, Any] = {}

    def send(self, job: dict[str, Any]) -> None:
        """Hand over a job."""
        data = json.dumps(job).encode()
        self.socket.sendall(struct.pack(">I", len(data)) + data)
        self.waiting += 1

    def receive(self) -> list[dict[str, Any]]:
        """Read what has arrived. Raises ``RuntimeError`` if the server has died."""
        data = self.socket.recv(1 << 20)
        if not data:
            raise RuntimeError(f"the fork server ended with code {self.process.wait(5)}")
        self.inbox += data
        answers = []
        while len(self.inbox) >= 4:
            (length,) = struct.unpack(">I", self.inbox[:4])
            if len(self.inbox) < 4 + length:
                break
            answers.append(json.loads(self.inbox[4 : 4 + length]))
            self.inbox = self.inbox[4 + length :]
        if answers and not self.hello:
            self.hello = answers.pop(0)
        self.waiting -= len(answers)
        return answers

    def close(self) -> None:
        """End the server and everything it runs."""
        self.socket.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.base, ignore_errors=True)


class Runner:
    """Run chains, a few at a time, in the order they are asked for."""

    def __init__(self, root: Path, *, workers: int | None = None) -> None:
        self.root = root
        self.workers = workers or min(4, os.cpu_count() or 1)
        self.servers: dict[tuple[str, tuple[str, ...]], Server] = {}
        self.queue: deque[tuple[int, Chain]] = deque()
        self.chains: dict[int, Chain] = {}
        self.started: dict[int, float] = {}
        self.results: dict[int, ChainResult] = {}
        self.count = 0

    def submit(self, chain: Chain) -> int:
        """Queue a chain; the number returned is what :meth:`result` takes."""
        self.count += 1
        self.queue.append((self.count, chain))
        self.chains[self.count] = chain
        return self.count

    def result(self, number: int) -> ChainResult:
        """Wait for a chain's result. Raises ``RuntimeError`` if its fork server died."""
        while number not in self.results:
            self._feed()
            servers = {server.socket: server for server in self.servers.values() if server.waiting}
            ready = select.select(list(servers), [], [], _START)[0]
            if not ready and not all(server.hello for server in servers.values()):
                raise RuntimeError("the fork server does not start")
            for source in ready:
                for answer in servers[source].receive():
                    self._take(answer)
        self.chains.pop(number, None)
        return self.results.pop(number)

    def run(self, chain: Chain) -> ChainResult:
        """Run one chain now."""
        return self.result(self.submit(chain))

    def close(self) -> None:
        """End the servers; chains that still run are killed."""
        for server in self.servers.values():
            server.close()
        self.servers.clear()
        self.queue.clear()

    @property
    def isolated(self) -> bool:
        """True if the examples ran in a network of their own."""
        return all(server.hello.get("isolated", False) for server in self.servers.values())

    def _feed(self) -> None:
        """Keep the servers busy without filling their sockets."""
        busy = sum(server.waiting for server in self.servers.values())
        while self.queue and busy < 4 * self.workers:
            number, chain = self.queue.popleft()
            interpreter = interpreter_for(chain.python) or OWN
            preload = _preload(chain)
            kind = (interpreter.program, preload)
            if kind not in self.servers:
                self.servers[kind] = Server(
                    self.root, preload, interpreter.program, workers=self.workers
                )
            self.started[number] = time.time()
            self.servers[kind].send(
                {
                    "id": number,
                    "language": chain.language,
                    "units": units(chain),
                    "limits": [step.timeout or TIMEOUT for step in chain.steps],
                }
            )
            busy += 1

    def _take(self, answer: dict[str, Any]) -> None:
        number = answer["id"]
        result = _result(self.chains[number], answer)
        result.started = self.started.pop(number)
        self.results[number] = result


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


def _result(chain: Chain, answer: dict[str, Any]) -> ChainResult:
    """Turn the server's answer into results by step."""
    frames = answer["frames"]
    done = [frame for frame in frames if "done" in frame]
    end = next((frame for frame in frames if "end" in frame), None)
    steps: list[StepResult] = []
    for frame, output in zip(done, answer["outputs"], strict=False):
        while len(steps) < frame["done"]:
            steps.append(StepResult())  # its code went on in a later step
        steps.append(StepResult(output, [_problem(raw) for raw in frame["problems"]]))
    if end is None and len(answer["outputs"]) > len(done):
        steps.append(StepResult(answer["outputs"][-1]))
    if not steps:
        steps.append(StepResult())
    touched: dict[str, str] = {path: kind for kind, path in answer["traced"]}
    opaque = chain.language != "python"
    if end is not None:
        steps[-1].problems += [_problem(raw) for raw in end["problems"]]
        touched |= end["touched"] | dict.fromkeys(end["modules"], "file")
        opaque = opaque or end["opaque"]
    for path in [path for path in touched if path.startswith(_OWN)]:
        del touched[path]
    ended = _ended(chain, answer, end is not None)
    if ended is not None:
        steps[-1].problems.append(ended)
    elif answer["left"]:
        steps[-1].problems.append(Problem("left", "left a process running"))
    return ChainResult(steps, touched, opaque)


def _ended(chain: Chain, answer: dict[str, Any], reported: bool) -> Problem | None:
    """Say how the process ended, unless it ended as it should."""
    ended = answer["ended"]
    lines = [int(frame["line"]) for frame in answer["frames"] if "line" in frame]
    frames = tuple(("example.py", line, "", "") for line in lines[-1:])
    if ended == "time":
        where = _STACK_LINE.findall("\n".join(answer["stack"]))
        frames = tuple(("example.py", int(line), name, "") for line, name in where[:1])
        return Problem("ended", "still running when its time was up", frames=frames)
    if ended == "output":
        return Problem("ended", "printed more than 4 MB")
    if chain.language != "python":
        return Problem("ended", f"the shell ended with {ended}", frames=frames) if ended else None
    if not reported:
        how = ended or "exit 0"
        return Problem("ended", f"ended the process itself ({how}) before its last line")
    return Problem("ended", f"the process ended with {ended}") if ended else None


_STACK_LINE = re.compile(r'File ".*/example\.py", line (\d+) in (.*)')
