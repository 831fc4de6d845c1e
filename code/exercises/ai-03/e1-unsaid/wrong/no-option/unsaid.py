"""Wrong: a model that may be null is not looked into.

Fails: test_it_goes_into_lists_and_unions
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parlance import ToolSpec


def unsaid(spec: ToolSpec) -> list[str]:
    """Give the paths of all properties without a description."""
    return list(dict.fromkeys(_unsaid(spec.parameters, "")))


def _unsaid(schema: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, one in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        if not one.get("description", "").strip():
            yield here
        yield from _unsaid(one, here)
    if "items" in schema:
        yield from _unsaid(schema["items"], f"{path}[]")
