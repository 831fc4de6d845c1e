"""Tests that every right runner passes and every wrong one fails."""

from __future__ import annotations

import asyncio

from runners import Runner
from virtual import now, run


def test_two_jobs_give_two_results(runner: Runner) -> None:
    async def job() -> str:
        await asyncio.sleep(1.0)
        return f"done at {now()}"

    assert run(runner([job, job], 2)) == ["done at 1.0", "done at 1.0"]
