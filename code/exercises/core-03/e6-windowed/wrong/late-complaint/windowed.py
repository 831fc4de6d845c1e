"""Wrong: the body of a generator function waits for the first next, and so
does its check.

Fails: test_a_wrong_size_is_refused_at_the_call
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def windowed(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Give each run of `size` neighbors, in order."""
    if size < 1:
        raise ValueError(f"a window of {size} shows nothing")
    window: deque[T] = deque(maxlen=size)
    for item in items:
        window.append(item)
        if len(window) == size:
            yield tuple(window)
