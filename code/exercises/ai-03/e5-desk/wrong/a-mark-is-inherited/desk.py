"""Wrong: the mark of the method that was replaced still counts.

Fails: test_a_method_that_is_replaced_without_a_mark_is_no_tool
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


def tools_of(desk: object) -> ToolRegistry:
    """Make a registry of the marked methods of this desk."""
    found = ToolRegistry()
    marks: dict[str, Mark] = {}
    for base in reversed(type(desk).__mro__):
        for name, value in vars(base).items():
            if isinstance(mark := getattr(value, "mark", None), Mark):
                marks[name] = mark
    for name, mark in marks.items():
        if mark:
            method = getattr(desk, name)
            found.add(declare(method, risk=mark.risk, name=mark.name))
    return found
