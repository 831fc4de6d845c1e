import asyncio

import pytest
from checker import Answered, Failed, TimedOut, check_all
from virtual import now, run


async def fetch(url: str) -> int:
    await asyncio.sleep(3600.0 if "slow" in url else 1.0)
    if "dead" in url:
        raise ConnectionError(url)
    if "bug" in url:
        raise ValueError(url)
    return 200


def test_1_a_slow_host_costs_its_timeout_and_no_more() -> None:
    async def main() -> None:
        urls = ["/a", "/slow", "/dead"]
        found = await check_all(urls, fetch, at_once=3, timeout=5.0)
        assert found == [Answered("/a", 200), TimedOut("/slow"), Failed("/dead")]
        assert now() == 5.0

    run(main())


def test_2_there_are_never_more_requests_than_allowed() -> None:
    async def main() -> None:
        urls = [f"/{number}" for number in range(6)]
        found = await check_all(urls, fetch, at_once=2, timeout=5.0)
        assert found == [Answered(url, 200) for url in urls]
        assert now() == 3.0

    run(main())


def test_3_a_bug_in_one_check_leaves_nothing_running() -> None:
    async def main() -> None:
        with pytest.raises(Exception):
            await check_all(["/bug", "/slow"], fetch, at_once=2, timeout=60.0)
        assert len(asyncio.all_tasks()) == 1
        assert now() == 1.0

    run(main())
