"""Bounds in words, and what tools cost that have them."""

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
    return {
        word: value for word, value in schema.items() if word not in BOUNDS
    }


def report(specs: Iterable[ToolSpec], *, most: int = 16) -> list[str]:
    """Say what each tool costs, and whether there are too many unions."""
    lines = []
    for spec in specs:
        size = len(json.dumps(spec.parameters))
        unions = json.dumps(spec.parameters).count("anyOf")
        lines.append(f"{spec.name}: characters {size}, unions {unions}")
    return lines
