"""Wrong: a __set__ makes it a data descriptor, which no instance can hide.

Fails: test_an_attribute_of_the_instance_hides_it
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
        return self.function

    def __set__(self, instance: object, value: object) -> None:
        raise AttributeError("a static function cannot be assigned")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)
