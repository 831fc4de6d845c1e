"""Wrong: what was there at the first event is put back after each.

Fails: test_a_stream_begun_in_one_run_and_read_in_another
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
    before = _run.get()
    try:
        while True:
            _run.set(run)
            try:
                event = await anext(events)
            except StopAsyncIteration:
                return
            finally:
                _run.set(before)
            yield event
    finally:
        _run.set(run)
        try:
            await events.aclose()
        finally:
            _run.set(before)
