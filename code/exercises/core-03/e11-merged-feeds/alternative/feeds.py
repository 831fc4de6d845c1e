"""Readings of several gauges as one stream, in order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple


class Reading(NamedTuple):
    """A water level in centimeters at a time."""

    time: datetime
    port: str
    cm: int


class merged(Iterator[Reading]):
    """Merges feeds, each in order of time, into one that closes them all."""

    def __init__(self, *feeds: Iterable[Reading]) -> None:
        self._readings = heapq.merge(*feeds, key=attrgetter("time"))
        self._stack = ExitStack()
        for feed in feeds:
            if close := getattr(feed, "close", None):
                self._stack.callback(close)
        self._stack.callback(self._readings.close)

    def __next__(self) -> Reading:
        # On an error, and on StopIteration; kept open while readings come.
        with ExitStack() as on_error:
            on_error.callback(self.close)
            reading = next(self._readings)
            on_error.pop_all()
        return reading

    def close(self) -> None:
        """Close every feed; safe to call again."""
        self._stack.close()
