"""Wrong: a limit that ends in time does nothing against a cancellation.

Fails: test_all_are_closed_at_whichever_await_it_is_cancelled
"""

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

    async def close(resource: Resource) -> None:
        async with asyncio.timeout(patience):
            await resource.__aexit__(*ended)

    async def close_all() -> list[Any]:
        closing = map(close, opened)
        return await asyncio.gather(*closing, return_exceptions=True)

    async with asyncio.timeout(patience + 1):
        found = await close_all()
    return [one for one in found if isinstance(one, Exception)]
