"""The tools of the tests, which have to be right first."""

from __future__ import annotations

import asyncio
import threading

import pytest
from linkwatch.testing import PATIENCE, on_loop, run_virtual


def test_an_hour_of_sleep_passes_at_once() -> None:
    async def main() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == 3600


def test_a_timeout_is_over_when_the_virtual_clock_says_so() -> None:
    async def main() -> float:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await asyncio.sleep(60)
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == 5


def test_tasks_that_wait_for_nothing_are_cleaned_up_and_an_error() -> None:
    cleaned = list[str]()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cleaned.append("up")

    async def main() -> None:
        await asyncio.gather(wait(), wait())

    with pytest.raises(RuntimeError, match="for nothing"):
        run_virtual(main())
    assert cleaned == ["up", "up"]


def test_tasks_that_go_on_waiting_for_nothing_are_an_error_too() -> None:
    async def stubborn() -> None:
        for _ in range(2):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                continue

    with pytest.raises(RuntimeError, match="for nothing"):
        run_virtual(stubborn())


def test_a_thread_is_outside_of_the_loop_and_nothing_to_wait_for() -> None:
    release = threading.Event()

    async def main() -> None:
        await asyncio.to_thread(release.wait, PATIENCE)

    try:
        with pytest.raises(RuntimeError, match="for nothing"):
            run_virtual(main())
    finally:
        release.set()


def test_a_cancellation_of_ones_own_stays_one() -> None:
    async def main() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run_virtual(main())


@pytest.mark.parametrize("number", [1, 2])
def test_on_loop_passes_arguments_and_errors(number: int) -> None:
    @on_loop
    async def fail(given: int, *, by_name: int) -> None:
        raise ZeroDivisionError(given + by_name)

    with pytest.raises(ZeroDivisionError, match=str(number + 1)):
        fail(number, by_name=1)
