"""Wrong: it changes the schema that it was given.

Fails: test_the_schema_is_left_as_it_is
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from parlance import ToolSpec

BOUNDS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
)


def softened(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give the schema with its bounds said in the descriptions."""
    found = dict(schema)
    for word, value in schema.items():
        match word:
            case "properties" | "$defs":
                for name, one in value.items():
                    value[name] = softened(one)
            case "items":
                found[word] = softened(value)
            case "anyOf":
                found[word] = [softened(option) for option in value]
            case _ if word in BOUNDS:
                del found[word]
    said = [
        f"{word} {json.dumps(schema[word])}"
        for word in BOUNDS
        if word in schema
    ]
    if said:
        words = f"({', '.join(said)})"
        before = found.get("description", "")
        found["description"] = f"{before} {words}".strip()
    return found


def report(specs: Iterable[ToolSpec], *, most: int = 16) -> list[str]:
    """Say what each tool costs, and whether there are too many unions."""
    lines, characters, unions = [], 0, 0
    for spec in specs:
        schema = json.dumps(spec.parameters, separators=(",", ":"))
        size = len(spec.name) + len(spec.description) + len(schema)
        count = _unions(spec.parameters)
        lines.append(f"{spec.name}: characters {size}, unions {count}")
        characters, unions = characters + size, unions + count
    end = ": too many" if unions > most else ""
    total = f"total: characters {characters}, unions {unions} of {most}"
    return [*lines, total + end]


def _unions(schema: Mapping[str, Any]) -> int:
    inside = [
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", ()),
        *([schema["items"]] if "items" in schema else ()),
    ]
    here = "anyOf" in schema or isinstance(schema.get("type"), list)
    return here + sum(map(_unions, inside))
