"""Wrong: gives itself away on the class, as a field does.

Fails: test_on_the_class_you_get_the_function_itself
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
        if instance is None:
            return self
        return self.function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)
