"""A value or the error that came instead, as a value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Ok:
    """There is a value."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def map(self, function: Callable[[Any], Any]) -> Any:
        return Ok(function(self.value))

    def and_then(self, function: Callable[[Any], Any]) -> Any:
        return function(self.value)

    def value_or(self, default: Any) -> Any:
        return self.value


class Err:
    """There is none, and this is why."""

    def __init__(self, error: Any) -> None:
        self.error = error

    def map(self, function: Callable[[Any], Any]) -> Any:
        return self

    def and_then(self, function: Callable[[Any], Any]) -> Any:
        return self

    def value_or(self, default: Any) -> Any:
        return default


Result = Ok | Err
