"""How long the work at a desk takes."""

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
        self.__clock = clock
        self.__durations: list[tuple[str, float]] = []

    @property
    def durations(self) -> tuple[tuple[str, float], ...]:
        """Name of the method and seconds, one pair for each call."""
        return tuple(self.__durations)

    def lend(self, *args: Any, **kwargs: Any) -> str:
        return self.__timed(super().lend, *args, **kwargs)

    def take_back(self, *args: Any, **kwargs: Any) -> str:
        return self.__timed(super().take_back, *args, **kwargs)

    def __timed(
        self,
        work: Callable[..., str],
        *args: Any,
        **kwargs: Any,
    ) -> str:
        started = self.__clock()
        try:
            return work(*args, **kwargs)
        finally:
            seconds = self.__clock() - started
            self.__durations.append((work.__name__, seconds))
