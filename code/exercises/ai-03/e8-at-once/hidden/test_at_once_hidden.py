import asyncio
from collections.abc import Collection
from itertools import combinations

import pytest
from at_once import at_once


class Door:
    """Writes + when it is open and - when it is shut, after awaits each."""

    def __init__(
        self,
        name: str,
        log: list[str],
        *,
        opening: Exception | None = None,
        closing: Exception | None = None,
        awaits: int = 2,
    ) -> None:
        self.name, self.log, self.awaits = name, log, awaits
        self.opening, self.closing = opening, closing
        self.heard: list[object] = []

    async def __aenter__(self) -> str:
        for _ in range(self.awaits):
            await asyncio.sleep(0)
        if self.opening:
            raise self.opening
        self.log.append(f"+{self.name}")
        return self.name

    async def __aexit__(self, kind: object, *_: object) -> bool:
        self.heard.append(kind)
        if self.closing:
            raise self.closing
        for _ in range(self.awaits):
            await asyncio.sleep(0)
        self.log.append(f"-{self.name}")
        return True


class Stuck:
    given_up = False

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.given_up = True
            raise


STEPS = 24


async def cancelled_at(
    steps: Collection[int],
) -> tuple[list[str], asyncio.Task[None], list[str]]:
    """Cancel at these turns of the loop; give the log, also as it was when
    the task ended."""
    log: list[str] = []

    async def work() -> None:
        doors = [Door(name, log) for name in "abc"]
        async with at_once(*doors):
            await asyncio.sleep(0)

    at_the_end: list[str] = []
    task = asyncio.create_task(work())
    task.add_done_callback(lambda _: at_the_end.extend(log))
    for step in range(STEPS):
        if step in steps:
            task.cancel()
        await asyncio.sleep(0)
    assert task.done()
    return log, task, at_the_end


def opened(log: list[str]) -> list[str]:
    return [entry[1:] for entry in log if entry[0] == "+"]


def shut(log: list[str]) -> list[str]:
    return sorted(entry[1:] for entry in log if entry[0] == "-")


def test_all_are_closed_at_whichever_await_it_is_cancelled() -> None:
    ends = set()
    for step in range(STEPS):
        log, task, at_the_end = asyncio.run(cancelled_at({step}))
        assert shut(log) == opened(log), step
        assert at_the_end == log, step
        ends.add(task.cancelled())
    assert ends == {True, False}


def test_all_are_closed_when_it_is_cancelled_twice() -> None:
    for steps in combinations(range(14), 2):
        log, _, at_the_end = asyncio.run(cancelled_at(steps))
        assert shut(log) == opened(log), steps
        assert at_the_end == log, steps


class Slow:
    """Says that it is closing, and closes when it may."""

    def __init__(self) -> None:
        self.closing, self.may = asyncio.Event(), asyncio.Event()

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        self.closing.set()
        await self.may.wait()


def test_the_cancellation_goes_on() -> None:
    async def main() -> None:
        slow, log = Slow(), list[str]()

        async def work() -> None:
            async with at_once(slow):
                pass
            log.append("went on")

        task = asyncio.create_task(work())
        await slow.closing.wait()
        task.cancel()
        await asyncio.sleep(0.01)
        assert not task.done()
        slow.may.set()
        await asyncio.wait([task])
        assert task.cancelled()
        assert log == []

    asyncio.run(main())


def test_a_limit_around_it_is_one() -> None:
    log: list[str] = []

    async def main() -> None:
        async with asyncio.timeout(0.02):
            async with at_once(Door("a", log), Door("b", log)):
                await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        asyncio.run(main())
    assert shut(log) == ["a", "b"]


def test_one_that_fails_keeps_nobody_from_closing() -> None:
    log: list[str] = []
    errors = OSError("the pipe is broken"), ValueError("17")

    async def main() -> None:
        doors = [Door(str(n), log, closing=e) for n, e in enumerate(errors)]
        async with at_once(doors[0], Door("c", log, awaits=5), doors[1]):
            pass

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(main())
    assert caught.value.exceptions == errors
    assert shut(log) == ["c"]


def test_one_that_is_stuck_is_cancelled() -> None:
    log: list[str] = []
    stuck = Stuck()

    async def main() -> None:
        try:
            async with at_once(Door("a", log), stuck, patience=0.05):
                pass
        finally:
            await asyncio.sleep(0.01)
            assert stuck.given_up

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(main())
    (failure,) = caught.value.exceptions
    assert isinstance(failure, TimeoutError)
    assert shut(log) == ["a"]


def test_patience_is_not_used_up_by_the_one_before() -> None:
    log: list[str] = []

    async def main() -> None:
        doors = [Door("a", log), Stuck(), Stuck(), Door("b", log)]
        async with at_once(*doors, patience=0.05):
            pass

    with pytest.raises(ExceptionGroup) as caught:
        asyncio.run(main())
    assert [type(e) for e in caught.value.exceptions] == [TimeoutError] * 2
    assert shut(log) == ["a", "b"]


def test_what_was_not_opened_is_not_closed() -> None:
    log: list[str] = []
    doors = [Door("a", log), Door("b", log, opening=OSError("jammed"))]
    doors.append(Door("c", log))

    async def main() -> None:
        async with at_once(*doors):
            log.append("in the block")

    with pytest.raises(OSError, match="jammed"):
        asyncio.run(main())
    assert log == ["+a", "-a"]
    assert [door.heard for door in doors] == [[OSError], [], []]


def test_the_error_of_the_block_goes_up() -> None:
    log: list[str] = []
    broken = Door("a", log, closing=OSError("the pipe is broken"))

    async def main() -> None:
        async with at_once(broken, Door("b", log)):
            raise KeyError("L-17")

    with pytest.raises(KeyError) as caught:
        asyncio.run(main())
    assert shut(log) == ["b"]
    assert "OSError('the pipe is broken')" in caught.value.__notes__[0]


def test_each_hears_what_ended_the_block() -> None:
    doors = [Door("a", []), Door("b", [])]

    async def main() -> None:
        async with at_once(*doors):
            raise KeyError("L-17")

    with pytest.raises(KeyError):
        asyncio.run(main())
    assert [door.heard for door in doors] == [[KeyError], [KeyError]]


def test_nobody_hears_of_an_error_where_there_is_none() -> None:
    doors = [Door("a", []), Door("b", [])]

    async def main() -> None:
        async with at_once(*doors):
            pass

    asyncio.run(main())
    assert [door.heard for door in doors] == [[None], [None]]


def test_nobody_keeps_an_error_back() -> None:
    """A door here returns True."""

    async def main() -> None:
        async with at_once(Door("a", [])):
            raise KeyError("L-17")

    with pytest.raises(KeyError):
        asyncio.run(main())
