"""Report how long each call of a function took."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

Report = Callable[[str, float], None]


def timed(
    report: Report, *, clock: Callable[[], float] = time.perf_counter
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator that tells `report` the name and the seconds."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            start = clock()
            result = function(*args, **kwargs)
            report(function.__qualname__, clock() - start)
            return result

        return wrapper

    return decorate
