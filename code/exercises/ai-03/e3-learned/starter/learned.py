"""What a model has learned, and a change of the tool that forgets it."""

from __future__ import annotations

from parlance import ToolSpec


def refuses(old: ToolSpec, new: ToolSpec) -> list[str]:
    """Give the paths at which a call that was right would be wrong now."""
    was = old.parameters["properties"]
    now = new.parameters["properties"]
    return [name for name in was if was[name] != now.get(name)]
