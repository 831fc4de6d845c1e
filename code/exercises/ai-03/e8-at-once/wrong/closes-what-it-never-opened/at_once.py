"""Wrong: the one whose opening failed is closed with the others.

Fails: test_what_was_not_opened_is_not_closed
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from parlance.kernel.scopes import to_the_end

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
            opened.append(resource)
            given.append(await resource.__aenter__())
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

    found = await to_the_end(close_all(), patience=patience + 1)
    return [one for one in found if isinstance(one, Exception)]
