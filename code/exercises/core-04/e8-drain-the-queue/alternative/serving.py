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
    jobs: asyncio.Queue[str | None],
    handle: Callable[[str], Awaitable[None]],
    *,
    workers: int,
    stop: asyncio.Event,
    grace: float,
) -> Report:
    """Handle jobs until ``stop`` is set, then finish what is there."""
    report = Report()
    over = False

    async def work() -> None:
        while not over and (job := await jobs.get()) is not None:
            try:
                await handle(job)
            except asyncio.CancelledError:
                report.abandoned.append(job)
                raise
            except Exception:
                # Once it is over, the error is one of the cleanup.
                (report.abandoned if over else report.failed).append(job)
            else:
                report.done.append(job)

    async def end_of_work() -> None:
        await stop.wait()
        for _ in range(workers):
            await jobs.put(None)  # behind the last job, one for each worker

    async with asyncio.TaskGroup() as group:
        crew = [group.create_task(work()) for _ in range(workers)]
        try:
            await end_of_work()
            _, late = await asyncio.wait(crew, timeout=grace)
        finally:
            over = True
        for worker in late:
            worker.cancel()
    while not jobs.empty():
        if (job := jobs.get_nowait()) is not None:
            report.abandoned.append(job)
    return report
