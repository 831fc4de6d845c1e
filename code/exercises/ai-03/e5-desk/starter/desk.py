"""The tools of a desk are its methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from parlance.domain.tools import Risk
from parlance.kernel.registries import DeskMeta
from parlance.kernel.registry import ToolRegistry
from parlance.kernel.tools import declare

F = TypeVar("F", bound=Callable[..., Any])


class Desk(metaclass=DeskMeta):
    """Below it, each method without an underscore is a tool."""


def tool(*, risk: Risk, name: str = "") -> Callable[[F], F]:
    """Mark the method below as a tool; it stays the function it is."""

    def mark(method: F) -> F:
        return method

    return mark


def tools_of(desk: Desk) -> ToolRegistry:
    """Make a registry of the marked methods of this desk."""
    return ToolRegistry(
        declare(getattr(desk, name), risk=Risk.READ)
        for name in type(desk).tools
    )
