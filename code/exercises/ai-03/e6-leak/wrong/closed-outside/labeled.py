"""Wrong: the events are closed when the label is off.

Fails: test_what_is_closed_early_is_closed_in_its_run
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextvars import ContextVar
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
    try:
        while True:
            token = _run.set(run)
            try:
                event = await anext(events)
            except StopAsyncIteration:
                return
            finally:
                _run.reset(token)
            yield event
    finally:
        await events.aclose()
