"""Tools that other distributions bring, if they are trusted to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib.metadata import entry_points

from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry

GROUP = "parlance.tools"


def discover(
    tools: ToolRegistry, trusted: Mapping[str, Collection[Risk]]
) -> list[str]:
    """Add what trusted distributions bring; say what is left out, and why."""
    left_out = []
    for point in entry_points(group=GROUP):
        found = point.load()
        if point.dist and point.dist.name in trusted:
            tools.add(found)
        else:
            left_out.append(f"{point.name}: not trusted")
    return left_out
