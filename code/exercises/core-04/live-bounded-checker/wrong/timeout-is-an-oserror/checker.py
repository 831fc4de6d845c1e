"""Wrong: catches OSError first, and TimeoutError is one.

Fails: test_1_a_slow_host_costs_its_timeout_and_no_more
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
            except OSError:
                return Failed(url)
            except TimeoutError:
                return TimedOut(url)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(check(url)) for url in urls]
    return [task.result() for task in tasks]
