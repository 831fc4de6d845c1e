"""What a model may ask to be called, declared as data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Any

from parlance.domain.errors import MessageError

# What OpenAI and Anthropic both take for the name of a tool.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Risk(Enum):
    """What a call can do to the world. Labels, not grades: none is less."""

    READ = "read"
    WRITE = "write"
    MONEY = "money"


class Verdict(Enum):
    """What a policy says to a call."""

    ALLOW = "allow"
    ASK = "ask"
    REFUSE = "refuse"


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

    @property
    def version(self) -> str:
        """Twelve digits that change when anything that a model sees does."""
        shown = json.dumps([self.name, self.description, self.parameters])
        return sha256(shown.encode()).hexdigest()[:12]
