"""Wrong: takes the cancellation for one more failure that may pass.

Fails: test_a_cancelled_caller_stops_at_once
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


class TransientError(Exception):
    """The server failed in a way that may pass: 503, a reset connection."""


class DeadlineExceeded(Exception):
    """There was no success within the time; the cause is the last failure."""


async def retry(
    attempt: Callable[[], Awaitable[T]],
    *,
    pauses: Iterable[float],
    within: float,
) -> T:
    """Attempt, pause, attempt again; all of it within so many seconds."""
    deadline = asyncio.get_running_loop().time() + within
    waits = iter(pauses)
    last: BaseException | None = None
    try:
        async with asyncio.timeout_at(deadline) as scope:
            while True:
                try:
                    return await attempt()
                except (TransientError, TimeoutError, asyncio.CancelledError) as error:
                    last = error
                pause = next(waits, None)
                if pause is None:
                    raise last
                if asyncio.get_running_loop().time() + pause >= deadline:
                    break
                await asyncio.sleep(pause)
    except TimeoutError:
        if not scope.expired():
            raise  # an attempt's own, and the pauses are used up
    raise DeadlineExceeded(f"not within {within} s") from last
