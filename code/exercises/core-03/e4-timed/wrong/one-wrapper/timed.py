"""Wrong: a plain wrapper around a coroutine function times how long it
takes to make a coroutine.

Fails: test_a_coroutine_is_reported_when_it_is_done
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
Report = Callable[[str, float], None]


def timed(
    report: Report, *, clock: Callable[[], float] = time.perf_counter
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a decorator that tells `report` the name and the seconds."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = function.__qualname__

        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            start = clock()
            try:
                return function(*args, **kwargs)
            finally:
                report(name, clock() - start)

        @functools.wraps(function)
        async def async_wrapper(*args: P.args, **kwargs: P.kwargs) -> Any:
            start = clock()
            try:
                return await cast(Any, function(*args, **kwargs))
            finally:
                report(name, clock() - start)

        return wrapper

    return decorate
