"""How long things live: a conversation, its streams, their end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

_current: ContextVar[Scope] = ContextVar("parlance.scope")


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is talking, and what has to be closed afterward."""

    conversation: str
    member: str
    _stack: AsyncExitStack = field(repr=False, compare=False)

    async def enter(self, resource: AbstractAsyncContextManager[T]) -> T:
        """Open something; the scope closes it, the last one first."""
        return await self._stack.enter_async_context(resource)

    def closing(
        self, stream: AsyncGenerator[T, None]
    ) -> AsyncGenerator[T, None]:
        """Give the stream; the scope closes it, read to its end or not."""
        self._stack.push_async_callback(stream.aclose)
        return stream


def current_scope() -> Scope:
    """Give the scope that this code runs in; LookupError if there is none."""
    return _current.get()


@asynccontextmanager
async def conversation_scope(
    conversation: str, member: str, *, patience: float = 5.0
) -> AsyncIterator[Scope]:
    """Open a scope for the block, and close all that was opened in it.

    Also when the task is cancelled while it closes: the cancellation waits,
    for `patience` seconds at most, and then goes on. What was opened hears
    of an exception in the block, and cannot suppress it.

    It is closed in a task of its own. So what resets a context variable as
    it closes is not opened here: it has an `async with` of its own.
    """
    stack = AsyncExitStack()
    scope = Scope(conversation, member, stack)
    token = _current.set(scope)
    ended: Any = (None, None, None)
    try:
        yield scope
    except BaseException:
        ended = sys.exc_info()  # of this block, not of a handler around it
        raise
    finally:
        closing = stack.__aexit__(*ended)
        try:
            await to_the_end(closing, patience=patience)
        finally:
            _current.reset(token)  # here: the token is of this context


async def to_the_end(
    work: Coroutine[Any, Any, T], *, patience: float
) -> T:
    """Await the work though this task is cancelled; pass that on afterward.

    What takes longer than `patience` seconds is cancelled: TimeoutError.
    """
    task = asyncio.create_task(work)
    clock = asyncio.get_running_loop().time
    until = clock() + patience
    cancelled: asyncio.CancelledError | None = None
    while not task.done() and (left := until - clock()) > 0:
        try:
            await asyncio.wait([task], timeout=left)
        except asyncio.CancelledError as error:
            cancelled = error
    late = not task.done() and task.cancel()
    if cancelled is not None:
        lost = None if late or task.cancelled() else task.exception()
        raise cancelled from lost
    if late:
        raise TimeoutError(f"not done within {patience} s")
    return task.result()
