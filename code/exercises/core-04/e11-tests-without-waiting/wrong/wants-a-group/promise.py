"""Wrong: demands an ExceptionGroup, which was not promised.

Fails: test_another_right_runner_passes
"""

from __future__ import annotations

import asyncio

from runners import Job, Runner
from virtual import now, run

Span = tuple[str, float, float]


def jobs_of(spans: list[Span], *seconds: float) -> list[Job]:
    """Make a job for each length; it notes when it began and ended."""

    def make(name: str, length: float) -> Job:
        async def job() -> str:
            began = now()
            try:
                await asyncio.sleep(length)
            finally:
                spans.append((name, began, now()))
            return name

        return job

    return [make(f"job {n}", length) for n, length in enumerate(seconds)]


def test_places_are_limited_and_used(runner: Runner) -> None:
    spans: list[Span] = []
    jobs = jobs_of(spans, 4.0, 1.0, 1.0, 1.0, 2.0)
    results = run(runner(jobs, 2))
    assert results == ["job 0", "job 1", "job 2", "job 3", "job 4"]
    # One place has the long job; the others follow each other in the second.
    assert sorted(began for _, began, _ in spans) == [0.0, 0.0, 1.0, 2.0, 3.0]


def test_an_error_comes_out_and_nothing_goes_on(runner: Runner) -> None:
    spans: list[Span] = []

    async def fails() -> str:
        await asyncio.sleep(1.0)
        raise ConnectionError("café.example")

    async def main() -> bool:
        try:
            await runner([fails, *jobs_of(spans, 60.0, 60.0)], 2)
        except ExceptionGroup:
            return len(asyncio.all_tasks()) == 1
        return False

    assert run(main())
    assert {ended for _, _, ended in spans} == {1.0}


def test_a_cancelled_caller_cancels_the_jobs(runner: Runner) -> None:
    spans: list[Span] = []

    async def main() -> bool:
        task = asyncio.ensure_future(runner(jobs_of(spans, 60.0, 60.0), 2))
        await asyncio.sleep(1.0)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled() and len(asyncio.all_tasks()) == 1

    assert run(main())
    assert {ended for _, _, ended in spans} == {1.0}
