"""A decorator that calls again when a call failed for a passing reason."""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


def retry(
    *,
    times: int,
    on: type[Exception] | tuple[type[Exception], ...],
    pause: float = 0.05,
    sleep: Callable[[float], None] = time.sleep,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Try up to ``times`` times, waiting pause, 2 * pause, 4 * pause between.

    For functions, methods and async functions; ``sleep`` is for the first
    two. The error of the last attempt goes to the caller.
    """
    if times < 1:
        raise ValueError(f"times must be 1 or more, not {times}")

    def pauses() -> Iterator[float]:
        return (pause * 2**attempt for attempt in range(times - 1))

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if inspect.iscoroutinefunction(function):

            @wraps(function)
            async def attempt_async(*args: P.args, **kwargs: P.kwargs) -> Any:
                for wait in pauses():
                    try:
                        return await function(*args, **kwargs)
                    except on as error:
                        _note(function, error)
                    await asyncio.sleep(wait)
                return await function(*args, **kwargs)

            return cast(Callable[P, R], attempt_async)

        @wraps(function)
        def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
            for wait in pauses():
                try:
                    return function(*args, **kwargs)
                except on as error:
                    _note(function, error)
                sleep(wait)
            return function(*args, **kwargs)

        return attempt

    return decorate


def _note(function: Callable[..., object], error: Exception) -> None:
    log.info("%s: %s, trying again", function.__qualname__, error)
