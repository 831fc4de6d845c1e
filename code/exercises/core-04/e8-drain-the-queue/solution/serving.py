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

    async def work() -> None:
        me = asyncio.current_task()
        assert me is not None
        while True:
            job = await jobs.get()
            try:
                await handle(job)
            except asyncio.CancelledError:
                report.abandoned.append(job)
                raise
            except Exception:
                if me.cancelling():  # cut off, and its cleanup failed
                    report.abandoned.append(job)
                    return
                report.failed.append(job)
            else:
                report.done.append(job)
            finally:
                jobs.task_done()

    async with asyncio.TaskGroup() as group:
        crew = [group.create_task(work()) for _ in range(workers)]
        await stop.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await jobs.join()
        for worker in crew:
            worker.cancel()
    while not jobs.empty():
        report.abandoned.append(jobs.get_nowait())
        jobs.task_done()
    return report
