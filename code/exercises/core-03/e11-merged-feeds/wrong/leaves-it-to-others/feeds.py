"""Wrong: closes its own generator, and the feeds stay open as long as
somebody holds them.

Fails: test_who_stops_early_leaves_no_line_open
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple


class Reading(NamedTuple):
    """A water level in centimeters at a time."""

    time: datetime
    port: str
    cm: int


def merged(*feeds: Iterable[Reading]) -> Iterator[Reading]:
    """Merge feeds, each in order of time, into one that closes them all."""
    yield from heapq.merge(*feeds, key=attrgetter("time"))
