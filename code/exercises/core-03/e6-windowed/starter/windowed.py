"""Look at a stream through a window that moves by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def windowed(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Give each run of `size` neighbors, in order."""
    known = list(items)
    for start in range(len(known)):
        yield tuple(known[start : start + size])
