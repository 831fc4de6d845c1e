"""Which run an event is made in, known to whoever makes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextvars import ContextVar, copy_context
from typing import TypeVar

T = TypeVar("T")

_run: ContextVar[str] = ContextVar("run", default="none")


def current_run() -> str:
    """Name the run in which this code works; for logs."""
    return _run.get()


async def labeled(
    events: AsyncGenerator[T, None], run: str
) -> AsyncGenerator[T, None]:
    """Pass events on; while one is made, `current_run()` is `run`."""
    inside = copy_context()
    inside.run(_run.set, run)

    async def step() -> T:
        return await anext(events)

    try:
        while True:
            try:
                event = await asyncio.create_task(step(), context=inside)
            except StopAsyncIteration:
                return
            yield event
    finally:
        await asyncio.create_task(_close(events), context=inside)


async def _close(events: AsyncGenerator[T, None]) -> None:
    await events.aclose()
