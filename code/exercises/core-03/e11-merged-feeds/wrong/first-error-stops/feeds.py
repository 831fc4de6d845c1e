"""Wrong: the first feed that cannot be closed keeps the rest open.

Fails: test_a_feed_that_cannot_be_closed_keeps_no_other_open
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
    try:
        yield from heapq.merge(*feeds, key=attrgetter("time"))
    finally:
        for feed in feeds:
            if close := getattr(feed, "close", None):
                close()
