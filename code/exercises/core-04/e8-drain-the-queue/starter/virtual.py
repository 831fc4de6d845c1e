"""A loop whose clock jumps: a sleeper wakes at its time, and nobody waits."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")
Ready = list[tuple[selectors.SelectorKey, int]]
TURNS = 10_000  # of the loop; who needs more is in a loop without an end


class Stuck(RuntimeError):
    """Every task waits and nothing will wake one, or a loop has no end."""


class JumpingSelector(selectors.SelectSelector):
    """Where the loop would wait for a while, let the while be over."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.turns = 0

    def select(self, timeout: float | None = None) -> Ready:
        self.turns += 1
        ready = super().select(0)
        if not ready:
            if timeout is None or self.turns > TURNS:
                raise Stuck(f"after {self.now} s, in turn {self.turns}")
            self.now += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop that starts at zero seconds and never waits."""

    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def run(main: Coroutine[object, object, T]) -> T:
    """Do what asyncio.run does, in a time of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


def now() -> float:
    """The seconds since the run began."""
    return asyncio.get_running_loop().time()
