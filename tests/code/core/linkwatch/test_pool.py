"""The crew: bounded, in no hurry, and gone when the work is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from linkwatch.pool import run_pool, unique
from linkwatch.testing import run_virtual


async def numbers(count: int) -> AsyncIterator[int]:
    for number in range(count):
        yield number


async def doubled(number: int) -> int:
    await asyncio.sleep(1)
    return number * 2


@pytest.mark.parametrize(("workers", "seconds"), [(1, 10), (3, 4), (10, 1), (50, 1)])
def test_all_work_is_done_in_as_many_rounds_as_it_takes(workers: int, seconds: int) -> None:
    done = list[int]()

    async def main() -> float:
        await run_pool(numbers(10), doubled, done.append, workers=workers)
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == seconds
    assert sorted(done) == list(range(0, 20, 2))


def test_no_items_are_no_work() -> None:
    done = list[int]()
    run_virtual(run_pool(numbers(0), doubled, done.append, workers=3))
    assert done == []


def test_no_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="0 workers"):
        run_virtual(run_pool(numbers(1), doubled, print, workers=0))


def test_a_result_is_handed_over_when_it_is_known() -> None:
    order = list[str]()

    async def work(number: int) -> int:
        await asyncio.sleep(3 - number)
        return number

    async def items() -> AsyncIterator[int]:
        for number in range(3):
            yield number
        await asyncio.sleep(60)
        order.append("last item")

    def sink(number: int) -> None:
        order.append(str(number))

    run_virtual(run_pool(items(), work, sink, workers=3))
    assert order == ["2", "1", "0", "last item"]


def test_items_are_not_taken_before_there_is_room() -> None:
    taken = list[int]()
    go = asyncio.Event()

    async def items() -> AsyncIterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    async def held(number: int) -> int:
        await go.wait()
        return number

    async def main() -> int:
        pool = asyncio.create_task(run_pool(items(), held, print, workers=2))
        await asyncio.sleep(3600)
        pool.cancel()
        return len(taken)

    # 2 in work, 2 waiting, 1 in the hand of the producer
    assert run_virtual(main()) == 5


@pytest.mark.parametrize("culprit", ["items", "work", "sink"])
def test_the_first_error_stops_everything(culprit: str) -> None:
    def fail_for(place: str, number: int) -> int:
        if place == culprit and number == 3:
            raise ZeroDivisionError(place)
        return number

    async def items() -> AsyncIterator[int]:
        for number in range(1_000_000):
            yield fail_for("items", number)

    async def work(number: int) -> int:
        await asyncio.sleep(1)
        return fail_for("work", number)

    async def main() -> int:
        with pytest.raises(ExceptionGroup) as caught:
            await run_pool(items(), work, lambda n: fail_for("sink", n), workers=2)
        assert caught.group_contains(ZeroDivisionError)
        return len(asyncio.all_tasks())

    assert run_virtual(main()) == 1  # main itself


def test_cancelling_the_pool_cancels_the_crew() -> None:
    async def main() -> set[str]:
        pool = asyncio.create_task(run_pool(numbers(9), doubled, print, workers=3))
        await asyncio.sleep(0.5)
        pool.cancel()
        await asyncio.wait([pool])
        assert pool.cancelled()
        return {task.get_name() for task in asyncio.all_tasks()} - {"main"}

    async def named() -> set[str]:
        task = asyncio.current_task()
        assert task
        task.set_name("main")
        return await main()

    assert run_virtual(named()) == set()


def test_unique_passes_each_item_the_first_time() -> None:
    async def letters() -> AsyncIterator[str]:
        for letter in "abcab":
            yield letter

    async def main() -> list[str]:
        return [letter async for letter in unique(letters())]

    assert run_virtual(main()) == ["a", "b", "c"]
