"""Whatever was opened is closed, whenever and however often somebody cancels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection, Coroutine
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance.kernel.scopes import conversation_scope, current_scope, to_the_end


class Door:
    """Writes + when it is open and - when it is shut, after an await each."""

    def __init__(self, name: str, log: list[str]) -> None:
        self.name, self.log = name, log
        self.heard: type[BaseException] | None = None

    async def __aenter__(self) -> Door:
        await asyncio.sleep(0)
        self.log.append(f"+{self.name}")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.heard = kind
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        self.log.append(f"-{self.name}")


async def words(log: list[str]) -> AsyncGenerator[str, None]:
    log.append("+stream")
    try:
        for word in ("It", "is", "free."):
            await asyncio.sleep(0)
            yield word
    finally:
        log.append("-stream")


async def talk(log: list[str]) -> None:
    async with conversation_scope("c-17", "m-1") as scope:
        await scope.enter(Door("a", log))
        await scope.enter(Door("b", log))
        stream = scope.closing(words(log))
        async for word in stream:
            await asyncio.sleep(0)
            if word == "is":
                break


async def talk_without(log: list[str]) -> None:
    """The same with what the standard library has."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Door("a", log))
        await stack.enter_async_context(Door("b", log))
        async for word in await stack.enter_async_context(aclosing(words(log))):
            await asyncio.sleep(0)
            if word == "is":
                break


Talk = Callable[[list[str]], Coroutine[Any, Any, None]]
STEPS = 30  # more than `talk` has awaits


async def cancelled_at(steps: Collection[int], work: Talk) -> tuple[list[str], str]:
    """Cancel at these turns of the loop; give what was logged, and how it ended."""
    log: list[str] = []
    task = asyncio.create_task(work(log))
    for step in range(STEPS):
        if step in steps:
            task.cancel()
        await asyncio.sleep(0)
    assert task.done()
    return log, "cancelled" if task.cancelled() else repr(task.exception())


def left_open(log: list[str]) -> list[str]:
    """What was opened and not shut, or not in order."""
    stack: list[str] = []
    for entry in log:
        if entry[0] == "+":
            stack.append(entry[1:])
        elif stack[-1:] == [entry[1:]]:
            stack.pop()
    return stack


def test_what_was_opened_is_closed_the_last_first() -> None:
    log, end = asyncio.run(cancelled_at((), talk))
    assert log == ["+a", "+b", "+stream", "-stream", "-b", "-a"]
    assert end == "None"


def test_it_is_closed_at_whichever_await_it_is_cancelled() -> None:
    ends = set()
    for step in range(STEPS):
        log, end = asyncio.run(cancelled_at({step}, talk))
        assert left_open(log) == [], step
        ends.add(end)
    assert ends == {"cancelled", "None"}  # early enough, and too late


@given(st.sets(st.integers(0, STEPS - 10)))
def test_it_is_closed_however_often_it_is_cancelled(steps: set[int]) -> None:
    log, _ = asyncio.run(cancelled_at(steps, talk))
    assert left_open(log) == []


def test_a_plain_stack_leaves_something_open() -> None:
    """Once is enough: a cancellation that comes while it closes."""
    left = {
        name
        for step in range(STEPS)
        for name in left_open(asyncio.run(cancelled_at({step}, talk_without))[0])
    }
    assert left == {"a", "b"}


def test_the_scope_is_there_inside_and_gone_after() -> None:
    async def main() -> None:
        with pytest.raises(LookupError):
            current_scope()
        async with conversation_scope("c-17", "m-1") as scope:
            assert current_scope() is scope
            async with conversation_scope("c-18", "m-2"):
                assert current_scope().member == "m-2"
            assert current_scope() is scope
        with pytest.raises(LookupError):
            current_scope()

    asyncio.run(main())


def test_it_is_there_for_what_closes_in_it() -> None:
    seen = []

    @asynccontextmanager
    async def watched() -> AsyncIterator[None]:
        yield
        seen.append(current_scope().conversation)

    async def main() -> None:
        async with conversation_scope("c-17", "m-1") as scope:
            await scope.enter(watched())

    asyncio.run(main())
    assert seen == ["c-17"]


def test_two_conversations_at_a_time_do_not_see_each_other() -> None:
    async def one(number: int) -> tuple[str, str]:
        async with conversation_scope(f"c-{number}", f"m-{number}"):
            await asyncio.sleep(0)
            helper = asyncio.create_task(asyncio.sleep(0, current_scope().member))
            return current_scope().conversation, await helper

    async def main() -> list[tuple[str, str]]:
        return await asyncio.gather(*map(one, range(5)))

    assert asyncio.run(main()) == [(f"c-{n}", f"m-{n}") for n in range(5)]


def test_what_was_opened_hears_of_the_error() -> None:
    door = Door("a", [])

    async def main() -> None:
        async with conversation_scope("c-17", "m-1") as scope:
            await scope.enter(door)
            raise KeyError("L-17")

    with pytest.raises(KeyError):
        asyncio.run(main())
    assert door.heard is KeyError
    assert door.log == ["+a", "-a"]


def test_a_scope_in_a_handler_hears_nothing_of_what_is_handled() -> None:
    async def work() -> type[BaseException] | None:
        door = Door("a", [])
        try:
            raise KeyError("handled around it")
        except KeyError:
            async with conversation_scope("c-1", "m-1") as scope:
                await scope.enter(door)
        return door.heard

    assert asyncio.run(work()) is None


def test_a_time_limit_around_it_is_still_one() -> None:
    log: list[str] = []

    async def main() -> None:
        async with asyncio.timeout(0.01), conversation_scope("c-17", "m-1") as scope:
            await scope.enter(Door("a", log))
            await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        asyncio.run(main())
    assert log == ["+a", "-a"]


def test_what_resets_a_variable_has_a_block_of_its_own() -> None:
    """It is closed in another task, and a token is good in its own context alone."""

    async def main() -> None:
        async with conversation_scope("c-17", "m-1") as scope:
            await scope.enter(conversation_scope("c-18", "m-1"))

    with pytest.raises(ValueError, match="different Context"):
        asyncio.run(main())


class Stuck:
    """Never closes by itself, and notes when it is made to."""

    given_up = False

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.given_up = True
            raise


@pytest.mark.parametrize("cancelled", [False, True])
def test_patience_ends(cancelled: bool) -> None:
    stuck = Stuck()

    async def main() -> None:
        async with conversation_scope("c-17", "m-1", patience=0.02) as scope:
            await scope.enter(stuck)

    async def around() -> asyncio.Task[None]:
        task = asyncio.create_task(main())
        await asyncio.sleep(0.005)
        if cancelled:
            task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0)
        assert stuck.given_up
        return task

    task = asyncio.run(around())
    assert task.cancelled() is cancelled
    if not cancelled:
        assert str(task.exception()) == "not done within 0.02 s"


def test_what_went_wrong_at_the_end_goes_up() -> None:
    async def fails() -> None:
        raise OSError("the pipe is broken")

    with pytest.raises(OSError, match="pipe"):
        asyncio.run(to_the_end(fails(), patience=1))


def test_what_went_wrong_is_the_cause_of_a_cancellation() -> None:
    async def fails() -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        raise OSError("the pipe is broken")

    async def main() -> BaseException | None:
        task = asyncio.create_task(to_the_end(fails(), patience=1))
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError as error:
            return error.__cause__
        return None

    assert isinstance(asyncio.run(main()), OSError)


def test_the_result_is_given() -> None:
    assert asyncio.run(to_the_end(asyncio.sleep(0, "done"), patience=1)) == "done"
