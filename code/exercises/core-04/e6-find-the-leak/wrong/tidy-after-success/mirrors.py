"""Wrong: cleans up on the way to the answer, and not when the caller is cancelled.

Fails: test_a_cancelled_caller_leaves_nothing_running
"""

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
    for ended in asyncio.as_completed(tasks):
        try:
            answer = await ended
        except Exception as error:
            errors.append(error)
        else:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return answer
    raise ExceptionGroup("no mirror answered", errors)
