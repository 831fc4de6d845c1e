"""Wrong: a model calls a tool by the name in its specification.

Fails: test_a_name_that_is_taken_stays_with_the_first
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib.metadata import EntryPoint, entry_points

from parlance import ToolSpec
from parlance.domain.tools import Risk
from parlance.kernel.registry import ToolRegistry

GROUP = "parlance.tools"


def discover(
    tools: ToolRegistry, trusted: Mapping[str, Collection[Risk]]
) -> list[str]:
    """Add what trusted distributions bring; say what is left out, and why."""
    allowed = {_plain(name): risks for name, risks in trusted.items()}
    found = entry_points(group=GROUP)
    points = {(_owner(point), point.name): point for point in found}
    left_out = []
    for (owner, name), point in sorted(points.items()):
        if why := _refused(point, tools, allowed.get(owner)):
            left_out.append(f"{owner}: {name}: {why}")
    return left_out


def _refused(
    point: EntryPoint, tools: ToolRegistry, risks: Collection[Risk] | None
) -> str:
    """Add the tool, or say why not."""
    if risks is None:
        return "not trusted"
    try:
        found = point.load()
    except Exception as error:
        return f"fails with {type(error).__name__}"
    if not _is_tool(found):
        return "no tool"
    if found.risk not in risks:
        return f"may not bring {found.risk.name}"
    if point.name in tools:
        return f"{point.name} is taken"
    tools.add(found)
    return ""


def _is_tool(found: object) -> bool:
    return (
        not isinstance(found, type)
        and isinstance(getattr(found, "spec", None), ToolSpec)
        and isinstance(getattr(found, "risk", None), Risk)
        and callable(getattr(found, "run", None))
    )


def _owner(point: EntryPoint) -> str:
    return _plain(point.dist.name) if point.dist else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
