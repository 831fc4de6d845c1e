"""Wrong: one start for all calls: the inner call overwrites that of the
outer.

Fails: test_a_call_inside_a_call_has_a_time_of_its_own
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
        start = 0.0

        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            nonlocal start
            start = clock()
            try:
                return function(*args, **kwargs)
            finally:
                report(name, clock() - start)

        @functools.wraps(function)
        async def async_wrapper(*args: P.args, **kwargs: P.kwargs) -> Any:
            nonlocal start
            start = clock()
            try:
                return await cast(Any, function(*args, **kwargs))
            finally:
                report(name, clock() - start)

        if inspect.iscoroutinefunction(function):
            return cast(Callable[P, R], async_wrapper)
        return wrapper

    return decorate
