import asyncio

import pytest
from mirrors import first_answer
from virtual import now, run

closed: list[str] = []


@pytest.fixture(autouse=True)
def nothing_closed() -> None:
    closed.clear()


async def fetch(mirror: str) -> str:
    """Answer after so many seconds; closing takes another one."""
    try:
        await asyncio.sleep(float(mirror))
        return mirror
    finally:
        await asyncio.sleep(1.0)
        closed.append(mirror)


def test_the_losers_have_cleaned_up_before_the_answer_is_given() -> None:
    async def main() -> list[str]:
        assert await first_answer(["60", "1", "70"], fetch) == "1"
        return sorted(closed)

    assert run(main()) == ["1", "60", "70"]


def test_a_cancelled_caller_leaves_nothing_running() -> None:
    async def main() -> tuple[int, list[str], float]:
        asks = asyncio.create_task(first_answer(["60", "70"], fetch))
        await asyncio.sleep(2.0)
        asks.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asks
        return len(asyncio.all_tasks()), sorted(closed), now()

    assert run(main()) == (1, ["60", "70"], 3.0)


def test_without_mirrors_there_is_nobody_to_ask() -> None:
    with pytest.raises(ValueError):
        run(first_answer([], fetch))
