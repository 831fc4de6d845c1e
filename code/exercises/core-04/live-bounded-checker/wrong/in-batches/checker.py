"""Wrong: waits for the slowest of a batch while places are free.

Fails: test_a_free_place_is_used_at_once
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

    async def check(url: str) -> Outcome:
        try:
            async with asyncio.timeout(timeout):
                return Answered(url, await fetch(url))
        except TimeoutError:
            return TimedOut(url)
        except OSError:
            return Failed(url)

    found: list[Outcome] = []
    for start in range(0, len(urls), at_once):
        async with asyncio.TaskGroup() as group:
            batch = urls[start : start + at_once]
            tasks = [group.create_task(check(url)) for url in batch]
        found += [task.result() for task in tasks]
    return found
