"""What a model is told nothing about, in the schema of a tool."""

from __future__ import annotations

from parlance import ToolSpec


def unsaid(spec: ToolSpec) -> list[str]:
    """Give the paths of all properties without a description."""
    properties = spec.parameters.get("properties", {})
    return [
        name for name, one in properties.items() if "description" not in one
    ]
