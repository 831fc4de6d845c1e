"""Wrong: waits for the last job however long it takes, and calls that grace.

Fails: test_when_the_grace_is_over_the_rest_is_abandoned
"""

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
            try:
                await handle(job)
            except asyncio.CancelledError:
                report.abandoned.append(job)
                raise
            except Exception:
                report.failed.append(job)
            else:
                report.done.append(job)
            finally:
                jobs.task_done()

    async with asyncio.TaskGroup() as group:
        crew = [group.create_task(work()) for _ in range(workers)]
        await stop.wait()
        await jobs.join()
        for worker in crew:
            worker.cancel()
    while not jobs.empty():
        report.abandoned.append(jobs.get_nowait())
        jobs.task_done()
    return report
