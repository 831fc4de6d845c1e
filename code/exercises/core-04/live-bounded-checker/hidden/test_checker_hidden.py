import asyncio

import pytest
from checker import Answered, TimedOut, check_all
from virtual import now, run


async def fetch(url: str) -> int:
    """Answer after as many seconds as the URL says."""
    await asyncio.sleep(float(url))
    return 200


def test_waiting_for_a_place_does_not_use_up_the_timeout() -> None:
    async def main() -> None:
        urls = ["4", "4", "4", "9"]
        found = await check_all(urls, fetch, at_once=1, timeout=5.0)
        assert found == [*[Answered("4", 200)] * 3, TimedOut("9")]
        assert now() == 17.0

    run(main())


def test_a_free_place_is_used_at_once() -> None:
    async def main() -> None:
        urls = ["4", "1", "1", "1", "1"]
        await check_all(urls, fetch, at_once=2, timeout=5.0)
        assert now() == 4.0

    run(main())


def test_a_cancelled_check_stops_at_once_and_leaves_nothing() -> None:
    async def main() -> None:
        checking = asyncio.create_task(check_all(["60"] * 5, fetch, at_once=2, timeout=90.0))
        await asyncio.sleep(1.0)
        checking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await checking
        assert len(asyncio.all_tasks()) == 1
        assert now() == 1.0

    run(main())
