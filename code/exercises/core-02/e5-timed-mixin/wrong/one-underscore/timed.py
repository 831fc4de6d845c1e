"""Wrong: one underscore: the next mixin may choose the same name.

Fails: test_its_state_cannot_clash_with_that_of_another_mixin
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from desk import Desk


class TimedMixin(Desk):
    """Notes how long each call took, by the clock that it is given."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.perf_counter,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._clock = clock
        self._durations: list[tuple[str, float]] = []

    @property
    def durations(self) -> tuple[tuple[str, float], ...]:
        """Name of the method and seconds, one pair for each call."""
        return tuple(self._durations)

    def lend(self, *args: Any, **kwargs: Any) -> str:
        started = self._clock()
        try:
            return super().lend(*args, **kwargs)
        finally:
            self._durations.append(("lend", self._clock() - started))

    def take_back(self, *args: Any, **kwargs: Any) -> str:
        started = self._clock()
        try:
            return super().take_back(*args, **kwargs)
        finally:
            self._durations.append(("take_back", self._clock() - started))
