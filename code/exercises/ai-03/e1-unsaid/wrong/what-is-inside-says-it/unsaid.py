"""Wrong: what is said of one option counts for the property.

Fails: test_a_description_of_an_option_is_not_one_of_the_property
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
        inside = [one, *one.get("anyOf", ()), one.get("items", {})]
        if not any(o.get("description", "").strip() for o in inside):
            yield here
        yield from _unsaid(one, here)
    if "items" in schema:
        yield from _unsaid(schema["items"], f"{path}[]")
    for option in schema.get("anyOf", ()):
        yield from _unsaid(option, path)
