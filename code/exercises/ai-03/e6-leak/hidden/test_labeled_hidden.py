import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest
from labeled import current_run, labeled


async def steps(
    log: list[str], fails_at: int = 9
) -> AsyncGenerator[int, None]:
    try:
        for number in range(5):
            await asyncio.sleep(0)
            if number == fails_at:
                raise OSError("the pipe is broken")
            log.append(f"{number} {current_run()}")
            yield number
    finally:
        log.append(f"closed {current_run()}")


def test_between_two_events_the_reader_is_itself() -> None:
    async def main() -> None:
        async for _ in labeled(steps([]), "r-1"):
            assert current_run() == "none"

    asyncio.run(main())


def test_a_reader_who_stops_closes_the_events() -> None:
    async def main() -> None:
        log: list[str] = []
        async with aclosing(labeled(steps(log), "r-1")) as events:
            async for number in events:
                if number == 1:
                    break
        assert [entry.split()[0] for entry in log] == ["0", "1", "closed"]
        assert current_run() == "none"

    asyncio.run(main())


def test_what_is_closed_early_is_closed_in_its_run() -> None:
    async def main() -> None:
        log: list[str] = []
        events = labeled(steps(log), "r-1")
        await anext(events)
        await events.aclose()
        assert log == ["0 r-1", "closed r-1"]

    asyncio.run(main())


def test_a_stream_begun_in_one_run_and_read_in_another() -> None:
    async def main() -> None:
        shared = labeled(steps([]), "shared")
        assert (await anext(shared), current_run()) == (0, "none")

        async def rest() -> AsyncGenerator[str, None]:
            async for _ in shared:
                yield current_run()

        async for found in labeled(rest(), "later"):
            assert (found, current_run()) == ("later", "none")

    asyncio.run(main())


def test_two_may_be_read_by_turns() -> None:
    async def main() -> None:
        logs: tuple[list[str], list[str]] = [], []
        one, other = (
            labeled(steps(logs[0]), "a"),
            labeled(steps(logs[1]), "b"),
        )
        for _ in range(5):
            await anext(one)
            await anext(other)
            assert current_run() == "none"
        await other.aclose()
        await one.aclose()
        assert {entry.split()[1] for entry in logs[0]} == {"a"}
        assert {entry.split()[1] for entry in logs[1]} == {"b"}

    asyncio.run(main())


def test_another_task_may_close_it() -> None:
    async def main() -> None:
        log: list[str] = []
        events = labeled(steps(log), "r-1")
        await anext(events)
        await asyncio.create_task(events.aclose())
        assert log[-1] == "closed r-1"
        assert current_run() == "none"

    asyncio.run(main())


def test_each_event_may_be_read_by_another_task() -> None:
    async def main() -> None:
        log: list[str] = []
        events = labeled(steps(log), "r-1")

        async def read() -> tuple[int, str]:
            return await anext(events), current_run()

        for number in range(5):
            assert await asyncio.create_task(read()) == (number, "none")
        await events.aclose()
        assert {entry.split()[1] for entry in log} == {"r-1"}

    asyncio.run(main())


def test_an_error_leaves_nothing_behind() -> None:
    async def main() -> None:
        with pytest.raises(OSError, match="pipe"):
            async for _ in labeled(steps([], fails_at=2), "r-1"):
                pass
        assert current_run() == "none"

    asyncio.run(main())


async def stuck(log: list[str]) -> AsyncGenerator[int, None]:
    try:
        await asyncio.sleep(60)
        yield 0
    finally:
        log.append(f"closed {current_run()}")


def test_a_cancelled_reader_leaves_nothing_behind() -> None:
    async def main() -> None:
        log: list[str] = []
        seen = []

        async def read() -> None:
            try:
                async for _ in labeled(stuck(log), "r-1"):
                    pass
            except asyncio.CancelledError:
                seen.append(current_run())
                raise

        task = asyncio.create_task(read())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert seen == ["none"]
        assert log == ["closed r-1"]

    asyncio.run(main())
