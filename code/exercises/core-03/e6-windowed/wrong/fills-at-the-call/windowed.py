"""Wrong: fills its first window before anybody has asked for it.

Fails: test_nothing_is_taken_before_a_window_is_asked_for
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def windowed(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Give each run of `size` neighbors, in order."""
    if size < 1:
        raise ValueError(f"a window of {size} shows nothing")
    source = iter(items)
    window: deque[T] = deque(islice(source, size), maxlen=size)
    return _windows(source, window)


def _windows(
    source: Iterator[T], window: deque[T]
) -> Iterator[tuple[T, ...]]:
    if len(window) == window.maxlen:
        yield tuple(window)
    for item in source:
        window.append(item)
        yield tuple(window)
