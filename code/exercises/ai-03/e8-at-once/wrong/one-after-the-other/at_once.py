"""Wrong: in a stack they wait for each other, and one that is stuck uses up the time of all.

Fails: test_patience_is_not_used_up_by_the_one_before
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from typing import Any

from parlance.kernel.scopes import to_the_end

Resource = AbstractAsyncContextManager[Any]


@asynccontextmanager
async def at_once(
    *resources: Resource, patience: float = 5.0
) -> AsyncIterator[list[Any]]:
    """Open all of them for the block; close them at the same time."""
    stack = AsyncExitStack()
    try:
        given = [await stack.enter_async_context(one) for one in resources]
        yield given
    except BaseException:
        await to_the_end(stack.__aexit__(*sys.exc_info()), patience=patience)
        raise
    try:
        await to_the_end(stack.aclose(), patience=patience)
    except Exception as error:
        raise ExceptionGroup("not closed", [error]) from None
