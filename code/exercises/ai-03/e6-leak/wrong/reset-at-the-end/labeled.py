"""Wrong: set once and reset once, it leaks between any two events.

Fails: test_between_two_events_the_reader_is_itself
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
    token = _run.set(run)
    try:
        async for event in events:
            yield event
    finally:
        await events.aclose()
        _run.reset(token)
