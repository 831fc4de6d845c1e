"""Wrong: passes the question on to the function, which binds.

Fails: test_it_is_called_on_an_instance_without_it
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


class static:
    """Does what `staticmethod` does."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        functools.update_wrapper(self, function)

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self.function.__get__(instance, owner)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)
