"""Five ways to run jobs, some at a time; one of them is right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

Job = Callable[[], Awaitable[str]]
Runner = Callable[[Sequence[Job], int], Awaitable[list[str]]]


async def workers(jobs: Sequence[Job], at_once: int) -> list[str]:
    """Give the jobs' results in the order of the jobs."""
    results = [""] * len(jobs)
    waiting = iter(enumerate(jobs))

    async def work() -> None:
        for place, job in waiting:
            results[place] = await job()

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
    return results


async def all_at_once(jobs: Sequence[Job], at_once: int) -> list[str]:
    return list(await asyncio.gather(*[job() for job in jobs]))


async def one_by_one(jobs: Sequence[Job], at_once: int) -> list[str]:
    return [await job() for job in jobs]


async def as_they_end(jobs: Sequence[Job], at_once: int) -> list[str]:
    results: list[str] = []
    places = asyncio.Semaphore(at_once)

    async def work(job: Job) -> None:
        async with places:
            results.append(await job())

    async with asyncio.TaskGroup() as group:
        for job in jobs:
            group.create_task(work(job))
    return results


async def walks_away(jobs: Sequence[Job], at_once: int) -> list[str]:
    places = asyncio.Semaphore(at_once)

    async def work(job: Job) -> str:
        async with places:
            return await job()

    return list(await asyncio.gather(*map(work, jobs)))


WRONG: list[Runner] = [all_at_once, one_by_one, as_they_end, walks_away]
