"""Wrong: a call that raises is not timed.

Fails: test_a_call_that_fails_is_timed_and_still_fails
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
        self.__clock = clock
        self.__durations: list[tuple[str, float]] = []

    @property
    def durations(self) -> tuple[tuple[str, float], ...]:
        """Name of the method and seconds, one pair for each call."""
        return tuple(self.__durations)

    def lend(self, *args: Any, **kwargs: Any) -> str:
        started = self.__clock()
        slip = super().lend(*args, **kwargs)
        self.__durations.append(("lend", self.__clock() - started))
        return slip

    def take_back(self, *args: Any, **kwargs: Any) -> str:
        started = self.__clock()
        try:
            return super().take_back(*args, **kwargs)
        finally:
            self.__durations.append(("take_back", self.__clock() - started))
