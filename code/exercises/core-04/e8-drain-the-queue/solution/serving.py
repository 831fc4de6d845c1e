"""Workers that take jobs from a queue, and stop without losing one."""

from __future__ import annotations

import asyncio
import contextlib
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
    over = False

    async def work() -> None:
        while not over:
            job = await jobs.get()
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
            finally:
                jobs.task_done()

    async with asyncio.TaskGroup() as group:
        crew = [group.create_task(work()) for _ in range(workers)]
        try:
            await stop.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await jobs.join()
        finally:
            over = True
        for worker in crew:
            worker.cancel()
    while not jobs.empty():
        report.abandoned.append(jobs.get_nowait())
        jobs.task_done()
    return report
