"""Ask several mirrors for one feed, and take the first answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence

Fetch = Callable[[str], Coroutine[object, object, str]]


class _Answered(Exception):
    """Ends the group: somebody has answered."""


async def first_answer(mirrors: Sequence[str], fetch: Fetch) -> str:
    """Ask all mirrors at once; give what the first one answers."""
    if not mirrors:
        raise ValueError("no mirror to ask")
    answers: list[str] = []
    errors: list[Exception] = []

    async def ask(mirror: str) -> None:
        try:
            answers.append(await fetch(mirror))
        except Exception as error:
            errors.append(error)
        else:
            raise _Answered

    try:
        async with asyncio.TaskGroup() as group:
            for mirror in mirrors:
                group.create_task(ask(mirror))
    except* _Answered:
        pass
    if answers:
        return answers[0]
    raise ExceptionGroup("no mirror answered", errors)
