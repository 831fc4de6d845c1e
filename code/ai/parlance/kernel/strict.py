"""JSON Schema as strict modes take it, or the reasons why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FORMATS = {
    "date-time", "time", "date", "duration",
    "email", "hostname", "ipv4", "ipv6", "uuid",
}
_SHAPES = {"type", "anyOf", "enum", "const"}


class Strict:
    """Closes one schema; `problems` says what some strict mode does not take.

    Each field is required, nothing else may come, references are written
    out. What a strict mode is known to refuse is a problem, not dropped.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.problems: list[str] = []
        self._defs = schema.get("$defs", {})
        self.schema = self._node(schema, "", ())

    def _node(
        self, node: Mapping[str, Any], path: str, inside: tuple[str, ...]
    ) -> dict[str, Any]:
        if "$ref" in node:
            return self._referred(dict(node), path, inside)
        kept: dict[str, Any] = {}
        for word, value in node.items():
            match word:
                case "title" | "$defs" | "required":
                    pass  # said by the name, written out, or all of them
                case "type" | "description" | "enum" | "const":
                    kept[word] = value
                case "format" if value in _FORMATS:
                    kept[word] = value
                case "items":
                    kept[word] = self._node(value, f"{path}[]", inside)
                case "anyOf":
                    kept[word] = [self._node(o, path, inside) for o in value]
                case "properties":
                    kept[word] = {
                        name: self._node(one, f"{path}.{name}", inside)
                        for name, one in value.items()
                    }
                case "default" if value is None:
                    pass  # the type says so already
                case "additionalProperties" if value is False:
                    pass
                case _:
                    said = f"not every strict mode takes {word!r}"
                    self._complain(path, said)
        if not kept.keys() & _SHAPES:
            self._complain(path, "anything at all would be right")
        return kept | self._closing(kept)

    def _referred(
        self, node: dict[str, Any], path: str, inside: tuple[str, ...]
    ) -> dict[str, Any]:
        name = node.pop("$ref").rpartition("/")[2]
        if name in inside:
            self._complain(path, f"{name} contains itself")
            return {}
        return self._node(self._defs[name] | node, path, (*inside, name))

    @staticmethod
    def _closing(kept: Mapping[str, Any]) -> dict[str, Any]:
        if kept.get("type") != "object":
            return {}
        fields = list(kept.get("properties", ()))
        return {"required": fields, "additionalProperties": False}

    def _complain(self, path: str, what: str) -> None:
        self.problems.append(f"{path.removeprefix('.')}: {what}")
