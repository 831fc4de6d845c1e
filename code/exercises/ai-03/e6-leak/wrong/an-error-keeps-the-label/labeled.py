"""Wrong: the label is taken off after an event, and an error is none.

Fails: test_an_error_leaves_nothing_behind
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
                _run.reset(token)
                return
            _run.reset(token)
            yield event
    finally:
        token = _run.set(run)
        try:
            await events.aclose()
        finally:
            _run.reset(token)
