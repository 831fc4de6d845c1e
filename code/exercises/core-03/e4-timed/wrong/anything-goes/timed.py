"""Wrong: for the type checker, what it decorates takes and gives anything.

Fails: test_mypy_knows_what_the_decorated_function_takes_and_gives
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from typing import Any

Report = Callable[[str, float], None]


def timed(
    report: Report, *, clock: Callable[[], float] = time.perf_counter
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator that tells `report` the name and the seconds."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        name = function.__qualname__

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            start = clock()
            try:
                return function(*args, **kwargs)
            finally:
                report(name, clock() - start)

        @functools.wraps(function)
        async def async_wrapper(*args: Any, **kwargs: Any) -> Any:
            start = clock()
            try:
                return await function(*args, **kwargs)
            finally:
                report(name, clock() - start)

        if inspect.iscoroutinefunction(function):
            return async_wrapper
        return wrapper

    return decorate
