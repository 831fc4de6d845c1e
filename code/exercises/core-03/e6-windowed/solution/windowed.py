"""Look at a stream through a window that moves by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def windowed(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Give each run of `size` neighbors, in order."""
    if size < 1:
        raise ValueError(f"a window of {size} shows nothing")
    return _windows(items, size)


def _windows(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    window: deque[T] = deque(maxlen=size)
    for item in items:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
