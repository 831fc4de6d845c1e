"""Wrong: answers object where the type of the function's result is known.

Fails: test_mypy_knows_every_type_on_the_way
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E_co = TypeVar("E_co", covariant=True)
D = TypeVar("D")
R = TypeVar("R")


@dataclass(frozen=True)
class Ok(Generic[T_co]):
    """There is a value."""

    value: T_co

    def map(self, function: Callable[[T_co], object]) -> Ok[object]:
        """Apply the function to the value."""
        return Ok(function(self.value))

    def and_then(self, function: Callable[[T_co], R]) -> R:
        """Give what the function makes of the value: a result again."""
        return function(self.value)

    def value_or(self, default: object) -> T_co:
        """Give the value."""
        return self.value


@dataclass(frozen=True)
class Err(Generic[E_co]):
    """There is none, and this is why."""

    error: E_co

    def map(self, function: Callable[..., object]) -> Err[E_co]:
        """Leave the function uncalled."""
        return self

    def and_then(self, function: Callable[..., object]) -> Err[E_co]:
        """Leave the function uncalled."""
        return self

    def value_or(self, default: D) -> D:
        """Give the default."""
        return default


E = TypeVar("E")
Result = Ok[T] | Err[E]
