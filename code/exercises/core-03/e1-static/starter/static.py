"""A function that lives on a class and binds to nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class static:
    """Does what `staticmethod` does."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
