"""Try again after a failure that may pass, until a deadline."""

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
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within
    waits = iter(pauses)
    last: Exception | None = None
    while True:
        scope = asyncio.timeout_at(deadline)
        try:
            async with scope:
                return await attempt()
        except (TransientError, TimeoutError) as error:
            if scope.expired():
                break
            last = error
        pause = next(waits, None)
        if pause is None:
            raise last
        if loop.time() + pause >= deadline:
            break
        await asyncio.sleep(pause)
    raise DeadlineExceeded(f"not within {within} s") from last
