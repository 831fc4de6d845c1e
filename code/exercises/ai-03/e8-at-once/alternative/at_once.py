"""Several resources that are opened in turn and closed at the same time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

Resource = AbstractAsyncContextManager[Any]


@asynccontextmanager
async def at_once(
    *resources: Resource, patience: float = 5.0
) -> AsyncIterator[list[Any]]:
    """Open all of them for the block; close them at the same time."""
    opened: list[Resource] = []
    given: list[Any] = []
    try:
        for resource in resources:
            given.append(await resource.__aenter__())
            opened.append(resource)
        yield given
    except BaseException as error:
        for failure in await _closed(opened, sys.exc_info(), patience):
            error.add_note(f"while closing: {failure!r}")
        raise
    if failures := await _closed(opened, (None, None, None), patience):
        raise ExceptionGroup("not closed", failures)


async def _closed(
    opened: Sequence[Resource], ended: Any, patience: float
) -> list[Exception]:
    """Close all, though this task is cancelled, and give what went wrong."""
    tasks = [asyncio.create_task(one.__aexit__(*ended)) for one in opened]
    clock = asyncio.get_running_loop().time
    until = clock() + patience
    cancelled: asyncio.CancelledError | None = None
    while pending := [task for task in tasks if not task.done()]:
        if (left := until - clock()) <= 0:
            break
        try:
            await asyncio.wait(pending, timeout=left)
        except asyncio.CancelledError as error:
            cancelled = error
    found = [_failure(task, patience) for task in tasks]
    if cancelled is not None:
        raise cancelled
    return [failure for failure in found if failure is not None]


def _failure(task: asyncio.Task[Any], patience: float) -> Exception | None:
    """Say how it ended; one that has not ended is cancelled."""
    if not task.done():
        task.cancel()
        return TimeoutError(f"not closed within {patience} s")
    error = None if task.cancelled() else task.exception()
    return error if isinstance(error, Exception) else None
