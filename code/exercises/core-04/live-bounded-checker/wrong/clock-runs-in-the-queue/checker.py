"""Wrong: starts the clock before there is a place, so the last in line time out unasked.

Fails: test_waiting_for_a_place_does_not_use_up_the_timeout
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
        try:
            async with asyncio.timeout(timeout):
                async with places:
                    return Answered(url, await fetch(url))
        except TimeoutError:
            return TimedOut(url)
        except OSError:
            return Failed(url)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(check(url)) for url in urls]
    return [task.result() for task in tasks]
