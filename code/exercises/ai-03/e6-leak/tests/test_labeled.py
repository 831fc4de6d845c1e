import asyncio
from collections.abc import AsyncGenerator

from labeled import current_run, labeled


async def steps(log: list[str]) -> AsyncGenerator[int, None]:
    for number in range(3):
        log.append(current_run())
        await asyncio.sleep(0)
        log.append(current_run())
        yield number


def test_each_event_is_made_in_its_run() -> None:
    async def main() -> None:
        log: list[str] = []
        assert [n async for n in labeled(steps(log), "r-1")] == [0, 1, 2]
        assert log == ["r-1"] * 6

    asyncio.run(main())


def test_the_reader_is_in_no_run_afterward() -> None:
    async def main() -> None:
        async for _ in labeled(steps([]), "r-1"):
            pass
        assert current_run() == "none"

    asyncio.run(main())
