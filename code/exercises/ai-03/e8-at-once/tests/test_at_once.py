import asyncio

import pytest
from at_once import at_once


class Door:
    def __init__(self, name: str, log: list[str]) -> None:
        self.name, self.log = name, log

    async def __aenter__(self) -> str:
        await asyncio.sleep(0)
        self.log.append(f"+{self.name}")
        return self.name

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(0)
        self.log.append(f"-{self.name}")


class Together:
    """Closes when all that were made with this barrier are closing."""

    def __init__(self, barrier: asyncio.Barrier) -> None:
        self.barrier = barrier

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        async with asyncio.timeout(0.5):
            await self.barrier.wait()


def test_they_are_opened_in_turn_and_given() -> None:
    log: list[str] = []

    async def main() -> None:
        async with at_once(Door("a", log), Door("b", log)) as opened:
            assert opened == ["a", "b"]
            assert log == ["+a", "+b"]

    asyncio.run(main())
    assert sorted(log) == ["+a", "+b", "-a", "-b"]


def test_they_are_closed_at_the_same_time() -> None:
    async def main() -> None:
        barrier = asyncio.Barrier(3)
        async with at_once(*(Together(barrier) for _ in range(3))):
            pass

    asyncio.run(main())


def test_an_error_of_the_block_goes_up() -> None:
    log: list[str] = []

    async def main() -> None:
        async with at_once(Door("a", log)):
            raise KeyError("L-17")

    with pytest.raises(KeyError):
        asyncio.run(main())
    assert log == ["+a", "-a"]


def test_with_nothing_to_open_it_is_a_block() -> None:
    async def main() -> None:
        async with at_once() as opened:
            assert opened == []

    asyncio.run(main())
