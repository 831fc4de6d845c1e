"""Wrong: the functions are remembered in a list, and a wrapper is another function.

Fails: test_a_decorator_may_stand_above_the_mark
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import getattr_static
from types import FunctionType
from typing import Any, TypeVar

from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.tools import declare

F = TypeVar("F", bound=Callable[..., Any])


MARKED: dict[Callable[..., Any], tuple[Risk, str]] = {}


def tool(*, risk: Risk, name: str = "") -> Callable[[F], F]:
    """Mark the method below as a tool; it stays the function it is."""

    def mark(method: F) -> F:
        MARKED[method] = risk, name
        return method

    return mark


def tools_of(desk: object) -> ToolRegistry:
    """Make a registry of the marked methods of this desk."""
    found = ToolRegistry()
    bases = reversed(type(desk).__mro__)
    for name in dict.fromkeys(name for base in bases for name in vars(base)):
        value = getattr_static(type(desk), name)
        if isinstance(value, FunctionType) and value in MARKED:
            risk, called = MARKED[value]
            method = getattr(desk, name)
            found.add(declare(method, risk=risk, name=called))
    return found
