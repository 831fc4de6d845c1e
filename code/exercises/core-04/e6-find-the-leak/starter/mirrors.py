"""Ask several mirrors for one feed, and take the first answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence

Fetch = Callable[[str], Coroutine[object, object, str]]


async def first_answer(mirrors: Sequence[str], fetch: Fetch) -> str:
    """Ask all mirrors at once; give what the first one answers."""
    tasks = [asyncio.create_task(fetch(mirror)) for mirror in mirrors]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()
