"""A function that lives on a class and binds to nothing."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class static(Generic[P, R]):
    """Does what `staticmethod` does, and keeps the types."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        functools.update_wrapper(self, function)

    def __get__(
        self, instance: object, owner: type | None = None
    ) -> Callable[P, R]:
        return self.function

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.function(*args, **kwargs)
