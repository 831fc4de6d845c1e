"""Readings of several gauges as one stream, in order of time."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple


class Reading(NamedTuple):
    """A water level in centimeters at a time."""

    time: datetime
    port: str
    cm: int


def merged(*feeds: Iterable[Reading]) -> Iterator[Reading]:
    """Merge feeds, each in order of time, into one."""
    return heapq.merge(*feeds)
