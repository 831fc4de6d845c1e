"""Run chains in forked processes, a few at a time."""

from __future__ import annotations

import os
import re
import select
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.examples.interpreters import OWN, interpreter_for
from press.examples.job import Job
from press.examples.model import Chain
from press.examples.preload import preload
from press.examples.slots import Slot, Zygote
from press.examples.wasm import run_in_wasm

_TICK = 0.1  # seconds between two looks at the children that run
_STALL = 1.0  # seconds between two looks after which the clock is not to be trusted
_OWN = "press/examples/"  # part of every record's key, whoever reads it
_STACK_LINE = re.compile(r'File ".*/example\.py", line (\d+) in (.*)')


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
    it started a program whose reading nothing could watch; ``started`` is a time as files have it.
    ``beyond`` is what the chain asked for and the interpreter does not have: then it was not run.
    """

    steps: list[StepResult]
    touched: dict[str, str] = field(default_factory=dict)
    opaque: bool = False
    started: float = 0.0
    beyond: str = ""


class Runner:
    """Run chains, a few at a time, in the order they are asked for."""

    def __init__(self, root: Path, *, workers: int | None = None) -> None:
        self.root = root
        self.workers = workers or min(4, os.cpu_count() or 1)
        self.isolated = True
        self._zygotes: dict[tuple[str, tuple[str, ...]], Zygote] = {}
        self._queue: deque[tuple[int, Chain]] = deque()
        self._busy: dict[int, Slot] = {}  # by the descriptor that the slot reports on
        self._results: dict[int, ChainResult] = {}
        self._count = 0
        self._next_look = 0.0
        self._listened = 0.0

    def submit(self, chain: Chain) -> int:
        """Queue a chain; the number returned is what :meth:`result` takes."""
        self._count += 1
        self._queue.append((self._count, chain))
        return self._count

    def result(self, number: int) -> ChainResult:
        """Wait for a chain's result. Raises ``RuntimeError`` if the runner itself fails."""
        while number not in self._results:
            self._feed()
            self._listen()
        return self._results.pop(number)

    def run(self, chain: Chain) -> ChainResult:
        """Run one chain now."""
        return self.result(self.submit(chain))

    def close(self) -> None:
        """End the zygotes; chains that still run are killed."""
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes.clear()
        self._busy.clear()
        self._queue.clear()

    def _feed(self) -> None:
        """Start chains as long as there is a worker for them."""
        while self._queue and len(self._busy) < self.workers:
            number, chain = self._queue.popleft()
            python = interpreter_for(chain.python) or OWN
            if python.wasm:
                self._results[number] = run_in_wasm(chain)
                continue
            kind = (python.program, preload(chain, self.root))
            if kind not in self._zygotes:
                self._zygotes[kind] = Zygote(self.root, kind[1], kind[0])
            slot = self._zygotes[kind].free_slot()
            slot.start(number, chain)
            self._busy[slot.report] = slot

    def _listen(self) -> None:
        """Wait for something to happen, and act on it."""
        for source in select.select(list(self._busy), [], [], _TICK)[0]:
            if self._busy[source].read():
                self._end(self._busy.pop(source))
        now = time.monotonic()
        lost, self._listened = now - self._listened, now
        jobs = [slot.job for slot in self._busy.values() if slot.job is not None]
        if lost > _STALL:
            for job in jobs:
                job.deadline += lost  # this process slept, and the examples may have too
        elif now >= self._next_look:
            self._next_look = now + _TICK
            for job in jobs:
                job.look()

    def _end(self, slot: Slot) -> None:
        """Turn a job that is over into its result."""
        job = slot.job
        assert job is not None, "only a slot with a job is busy"
        outputs, traced = slot.finish()
        self.isolated = self.isolated and slot.isolated
        self._results[job.number] = result_of(job, outputs, traced)


def result_of(job: Job, outputs: list[tuple[int, str]], traced: dict[str, str]) -> ChainResult:
    """Turn what a job has said into results by step."""
    problems = {frame["done"]: frame["problems"] for frame in job.frames if "done" in frame}
    steps: list[StepResult] = []
    for number, output in outputs:
        while len(steps) < number:
            steps.append(StepResult())  # its code went on in a later step
        steps.append(StepResult(output, [_problem(raw) for raw in problems.get(number, ())]))
    end = next((frame for frame in job.frames if "end" in frame), None)
    touched, opaque = traced, job.chain.language != "python"
    if end is not None:
        steps[-1].problems += [_problem(raw) for raw in end["problems"]]
        touched = touched | end["touched"]
        opaque = opaque or end["opaque"]
    ended = _ended(job)
    if ended is not None:
        steps[-1].problems.append(ended)
    elif job.left:
        steps[-1].problems.append(Problem("left", "left a process running"))
    touched = {path: kind for path, kind in touched.items() if not path.startswith(_OWN)}
    return ChainResult(steps, touched, opaque, job.started)


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


def _ended(job: Job) -> Problem | None:
    """Say how the process ended, unless it ended as it should."""
    lines = [int(frame["line"]) for frame in job.frames if "line" in frame]
    frames = tuple(("example.py", line, "", "") for line in lines[-1:])
    if job.ended == "time":
        where = _STACK_LINE.findall("\n".join(job.stack))
        frames = tuple(("example.py", int(line), name, "") for line, name in where[:1])
        return Problem("ended", "still running when its time was up", frames=frames)
    if job.ended == "lost":
        return Problem("ended", "killed the process that runs it; leave other processes alone")
    if job.ended == "output":
        return Problem("ended", "printed more than 4 MB")
    if job.chain.language != "python":
        text = f"the shell ended with {job.ended}"
        return Problem("ended", text, frames=frames) if job.ended else None
    if not job.said_end:
        how = job.ended or "exit 0"
        return Problem("ended", f"ended the process itself ({how}) before its last line")
    return Problem("ended", f"the process ended with {job.ended}") if job.ended else None
