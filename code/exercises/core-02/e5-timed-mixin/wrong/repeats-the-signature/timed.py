"""Wrong: takes the arguments that Desk has today, and no others.

Fails: test_arguments_of_later_mixins_pass_through
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

    def lend(self, card: str, title: str, *, days: int = 28) -> str:
        started = self.__clock()
        try:
            return super().lend(card, title, days=days)
        finally:
            self.__durations.append(("lend", self.__clock() - started))

    def take_back(self, *args: Any, **kwargs: Any) -> str:
        started = self.__clock()
        try:
            return super().take_back(*args, **kwargs)
        finally:
            self.__durations.append(("take_back", self.__clock() - started))
