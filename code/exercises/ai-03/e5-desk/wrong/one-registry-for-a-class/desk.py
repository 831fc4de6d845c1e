"""Wrong: desks of one class share a registry, and with it the first desk.

Fails: test_each_desk_answers_for_itself
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getattr_static
from typing import Any, TypeVar

from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.tools import declare

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


_KNOWN: dict[type, ToolRegistry] = {}


def tools_of(desk: object) -> ToolRegistry:
    """Make a registry of the marked methods of this desk."""
    if type(desk) in _KNOWN:
        return _KNOWN[type(desk)]
    found = _KNOWN[type(desk)] = ToolRegistry()
    bases = reversed(type(desk).__mro__)
    for name in dict.fromkeys(name for base in bases for name in vars(base)):
        value = getattr_static(type(desk), name)
        mark = getattr(value, "mark", None)
        if isinstance(mark, Mark):
            method = getattr(desk, name)
            found.add(declare(method, risk=mark.risk, name=mark.name))
    return found
