"""Workers that take jobs from a queue, and stop without losing one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass
class Report:
    """What became of each job; every job is in one of the three lists."""

    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)


async def serve(
    jobs: asyncio.Queue[str],
    handle: Callable[[str], Awaitable[None]],
    *,
    workers: int,
    stop: asyncio.Event,
    grace: float,
) -> Report:
    """Handle jobs until ``stop`` is set, then finish what is there."""
    report = Report()

    async def work() -> None:
        while True:
            job = await jobs.get()
            await handle(job)
            report.done.append(job)

    crew = [asyncio.create_task(work()) for _ in range(workers)]
    await stop.wait()
    for worker in crew:
        worker.cancel()
    return report
