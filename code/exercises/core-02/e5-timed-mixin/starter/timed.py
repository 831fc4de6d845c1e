"""How long the work at a desk takes."""

from __future__ import annotations

import time
from collections.abc import Callable

from desk import Desk


class TimedMixin(Desk):
    """Notes how long each call took, by the clock that it is given."""

    def __init__(
        self,
        branch: str,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        Desk.__init__(self, branch=branch)
        self.clock = clock
        self.durations: list[tuple[str, float]] = []

    def lend(self, card: str, title: str) -> str:
        started = self.clock()
        slip = Desk.lend(self, card, title)
        self.durations.append(("lend", self.clock() - started))
        return slip
