"""Report how long each call of a function took."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")
Report = Callable[[str, float], None]


def timed(
    report: Report, *, clock: Callable[[], float] = time.perf_counter
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a decorator that tells `report` the name and the seconds."""

    @contextmanager
    def measured(name: str) -> Iterator[None]:
        start = clock()
        try:
            yield
        finally:
            report(name, clock() - start)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            with measured(function.__qualname__):
                return function(*args, **kwargs)

        @functools.wraps(function)
        async def async_wrapper(*args: P.args, **kwargs: P.kwargs) -> Any:
            with measured(function.__qualname__):
                return await cast(Any, function(*args, **kwargs))

        if inspect.iscoroutinefunction(function):
            return cast(Callable[P, R], async_wrapper)
        return wrapper

    return decorate
