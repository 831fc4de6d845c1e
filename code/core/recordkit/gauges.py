"""The records of a river service: its gauges and what they read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime

from recordkit.caching import cached
from recordkit.fields import (
    Choice,
    Field,
    Integer,
    Moment,
    Real,
    Text,
)
from recordkit.model import Model


class Station(Model, table="stations"):
    """A gauge; ``zero_m`` is the height of its zero above sea level."""

    code: Field[str] = Text(longest=8, key=True)
    river: Field[str] = Text(longest=40)
    zero_m: Field[float] = Real(at_least=-10, at_most=4000)


class Reading(Model, table="readings"):
    """A water level; the lowest gauges read below their zero."""

    station: Field[str] = Text(longest=8, key=True)
    taken_at: Field[datetime] = Moment(key=True)
    level_cm: Field[int] = Integer(at_least=-100, at_most=1500)
    quality: Field[str] = Choice("raw", "checked", "estimated", default="raw")

    @cached
    def flow(self) -> float:
        """Cubic meters a second, by a rating curve made up for this book."""
        depth_m = max(self.level_cm + 20, 0) / 100
        return round(2.4 * math.pow(depth_m, 1.7), 1)


def read_telegrams(lines: Iterable[str]) -> Iterator[Reading]:
    """Yield a reading for each line 'station;2026-02-28T06:00+00:00;231'.

    Raises ValueError with the number of the first line that is none.
    """
    for number, line in enumerate(lines, start=1):
        try:
            station, taken_at, level = line.strip().split(";")
            reading = Reading(
                station=station,
                taken_at=datetime.fromisoformat(taken_at),
                level_cm=int(level),
            )
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
        yield reading
