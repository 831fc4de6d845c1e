"""Wrong: what fails while closing takes the place of what ended the block.

Fails: test_the_error_of_the_block_goes_up
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
            given.append(await resource.__aenter__())
            opened.append(resource)
        yield given
    finally:
        if failures := await _closed(opened, sys.exc_info(), patience):
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
