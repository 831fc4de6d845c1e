"""Wrong: makes a list of the stream before it looks.

Fails: test_the_first_window_takes_as_many_items_as_it_shows
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def windowed(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Give each run of `size` neighbors, in order."""
    if size < 1:
        raise ValueError(f"a window of {size} shows nothing")
    return _windows(items, size)


def _windows(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    known = list(items)
    for start in range(len(known) - size + 1):
        yield tuple(known[start : start + size])
