"""Wrong: a tool of a name that is taken replaces the first.

Fails: test_a_name_is_given_once_on_a_desk
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getattr_static
from typing import Any, TypeVar

from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.tools import FunctionTool, declare

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mark:
    """What `tool` leaves on a method."""

    risk: Risk
    name: str


def tool(*, risk: Risk, name: str = "") -> Callable[[F], F]:
    """Mark the method below as a tool; it stays the function it is."""

    def mark(method: F) -> F:
        method.mark = Mark(risk, name)  # type: ignore[attr-defined]
        return method

    return mark


def tools_of(desk: object) -> ToolRegistry:
    """Make a registry of the marked methods of this desk."""
    found: dict[str, FunctionTool] = {}
    bases = reversed(type(desk).__mro__)
    for name in dict.fromkeys(name for base in bases for name in vars(base)):
        value = getattr_static(type(desk), name)
        mark = getattr(value, "mark", None)
        if isinstance(mark, Mark):
            method = getattr(desk, name)
            one = declare(method, risk=mark.risk, name=mark.name)
            found[one.spec.name] = one
    return ToolRegistry(found.values())
