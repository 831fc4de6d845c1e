"""Look at a stream through a window that moves by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, tee
from typing import TypeVar

T = TypeVar("T")


def windowed(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Give each run of `size` neighbors, in order."""
    if size < 1:
        raise ValueError(f"a window of {size} shows nothing")
    return _windows(items, size)


def _windows(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    copies = tee(items, size)
    yield from zip(*(islice(c, i, None) for i, c in enumerate(copies)))
