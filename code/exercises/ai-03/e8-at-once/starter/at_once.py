"""Several resources that are opened in turn and closed at the same time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from typing import Any

Resource = AbstractAsyncContextManager[Any]


@asynccontextmanager
async def at_once(
    *resources: Resource, patience: float = 5.0
) -> AsyncIterator[list[Any]]:
    """Open all of them for the block; close them at the same time."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(one) for one in resources]
