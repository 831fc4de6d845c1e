"""Tests that every right runner passes and every wrong one fails."""

from __future__ import annotations

import asyncio

from runners import Job, Runner
from virtual import run


class Stage:
    """Jobs that wait at a gate of their own until the test opens it."""

    def __init__(self, number: int) -> None:
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.gates = [asyncio.Event() for _ in range(number)]
        self.fails: set[int] = set()

    def jobs(self) -> list[Job]:
        return [self._job(place) for place in range(len(self.gates))]

    def _job(self, place: int) -> Job:
        async def job() -> str:
            self.begun.append(place)
            try:
                await self.gates[place].wait()
            finally:
                self.ended.append(place)
            if place in self.fails:
                raise ConnectionError("café.example")
            return f"job {place}"

        return job

    async def open(self, place: int) -> None:
        """Let one job end, and everybody do what follows from it."""
        self.gates[place].set()
        await settled()


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_a_free_place_is_taken_and_no_more(runner: Runner) -> None:
    async def main() -> None:
        stage = Stage(4)
        task = asyncio.ensure_future(runner(stage.jobs(), 2))
        await settled()
        assert stage.begun == [0, 1]
        await stage.open(1)
        assert stage.begun == [0, 1, 2]
        await stage.open(2)
        assert stage.begun == [0, 1, 2, 3]
        await stage.open(3)
        await stage.open(0)
        assert await task == ["job 0", "job 1", "job 2", "job 3"]

    run(main())


def test_an_error_comes_out_and_nothing_goes_on(runner: Runner) -> None:
    async def main() -> None:
        stage = Stage(3)
        stage.fails = {0}
        task = asyncio.ensure_future(runner(stage.jobs(), 2))
        await settled()
        await stage.open(0)
        assert isinstance(task.exception(), Exception)
        assert len(asyncio.all_tasks()) == 1
        assert sorted(stage.begun) == sorted(stage.ended)

    run(main())
