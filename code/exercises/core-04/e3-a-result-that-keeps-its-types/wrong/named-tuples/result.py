"""Wrong: a NamedTuple is a tuple, and tuples of equal content are equal.

Fails: test_a_value_is_not_an_error
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
E_co = TypeVar("E_co", covariant=True)
D = TypeVar("D")
R = TypeVar("R")


class Ok(NamedTuple, Generic[T_co]):
    """There is a value."""

    value: T_co

    def map(self, function: Callable[[T_co], R]) -> Ok[R]:
        """Apply the function to the value."""
        return Ok(function(self.value))

    def and_then(self, function: Callable[[T_co], R]) -> R:
        """Give what the function makes of the value: a result again."""
        return function(self.value)

    def value_or(self, default: object) -> T_co:
        """Give the value."""
        return self.value


class Err(NamedTuple, Generic[E_co]):
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
