"""Wrong: keeps gather, which raises the first error and lets the others run.

Fails: test_3_a_bug_in_one_check_leaves_nothing_running
"""

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
    places = asyncio.Semaphore(at_once)

    async def check(url: str) -> Outcome:
        async with places:
            try:
                async with asyncio.timeout(timeout):
                    return Answered(url, await fetch(url))
            except TimeoutError:
                return TimedOut(url)
            except OSError:
                return Failed(url)

    return await asyncio.gather(*[check(url) for url in urls])
