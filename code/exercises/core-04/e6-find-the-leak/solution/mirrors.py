"""Ask several mirrors for one feed, and take the first answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence

Fetch = Callable[[str], Coroutine[object, object, str]]


async def first_answer(mirrors: Sequence[str], fetch: Fetch) -> str:
    """Ask all mirrors at once; give what the first one answers."""
    if not mirrors:
        raise ValueError("no mirror to ask")
    tasks = [asyncio.create_task(fetch(mirror)) for mirror in mirrors]
    errors: list[Exception] = []
    try:
        for ended in asyncio.as_completed(tasks):
            try:
                return await ended
            except Exception as error:
                errors.append(error)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise ExceptionGroup("no mirror answered", errors)
