"""What a model may ask to be called, declared as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from parlance.domain.errors import MessageError

# What OpenAI and Anthropic both take for the name of a tool.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A name, what it is for, and the JSON Schema of its arguments."""

    name: str
    description: str
    parameters: Mapping[str, Any] = field(
        default_factory=lambda: {"type": "object", "properties": {}},
        hash=False,
    )

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise MessageError(f"no name for a tool: {self.name!r:.70}")
        if self.parameters.get("type") != "object":
            raise MessageError(f"{self.name}: the arguments are an object")
        object.__setattr__(self, "parameters", deepcopy(self.parameters))
