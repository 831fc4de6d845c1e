"""Tests that every right runner passes and every wrong one fails."""

from __future__ import annotations

import asyncio

from runners import Runner
from virtual import run


def test_two_jobs_give_two_results(runner: Runner) -> None:
    async def job() -> str:
        await asyncio.sleep(1.0)
        return "done"

    assert run(runner([job, job], 2)) == ["done", "done"]
