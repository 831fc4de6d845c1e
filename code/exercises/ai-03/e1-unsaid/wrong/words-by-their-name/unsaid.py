"""Wrong: a parameter that is called "items" is taken for a word of the schema.

Fails: test_a_parameter_may_be_called_like_a_word_of_json_schema
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parlance import ToolSpec

_WORDS = {"properties": "", "items": "[]", "anyOf": ""}


def unsaid(spec: ToolSpec) -> list[str]:
    """Give the paths of all properties without a description."""
    return list(dict.fromkeys(_unsaid(spec.parameters, "")))


def _unsaid(node: Mapping[str, Any], path: str) -> Iterator[str]:
    for key, value in node.items():
        if key in _WORDS:
            options = value if isinstance(value, list) else [value]
            for one in options:
                yield from _unsaid(one, path + _WORDS[key])
        elif isinstance(value, Mapping):
            here = f"{path}.{key}" if path else key
            if not value.get("description", "").strip():
                yield here
            yield from _unsaid(value, here)
