"""The tools of a desk are its methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from inspect import getattr_static
from types import MethodType
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


@cache
def _declared(kind: type) -> tuple[tuple[str, FunctionTool], ...]:
    """Declare the marked methods of a class, once, without a desk."""
    bases = reversed(kind.__mro__)
    names = dict.fromkeys(name for base in bases for name in vars(base))
    marked = {name: getattr_static(kind, name) for name in names}
    return tuple(
        (name, declare(MethodType(method, object()), **vars(method.mark)))
        for name, method in marked.items()
        if isinstance(getattr(method, "mark", None), Mark)
    )


def tools_of(desk: object) -> ToolRegistry:
    """Make a registry of the marked methods of this desk."""
    return ToolRegistry(
        replace(one, function=getattr(desk, name))
        for name, one in _declared(type(desk))
    )
