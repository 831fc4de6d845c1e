"""Wrong: it asks whether there is a description, and not what it says.

Fails: test_blanks_say_nothing
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
        if "description" not in one:
            yield here
        yield from _unsaid(one, here)
    if "items" in schema:
        yield from _unsaid(schema["items"], f"{path}[]")
    for option in schema.get("anyOf", ()):
        yield from _unsaid(option, path)
