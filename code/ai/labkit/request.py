"""What a client asked, read from the body of one of the protocols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ProtocolName = Literal["openai-responses", "openai-chat", "anthropic", "ollama"]


class BadRequestError(Exception):
    """The body is not one that the protocol allows."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation: who, and its text."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A request for one reply: the part that all protocols share.

    `tool_results` maps the id of a call (Ollama: the name of the tool) to
    what the tool gave. `body` is everything, as it came.
    """

    protocol: ProtocolName
    model: str
    turns: tuple[Turn, ...] = ()
    system: str = ""
    tools: tuple[str, ...] = ()
    tool_results: Mapping[str, str] = field(default_factory=dict)
    stream: bool = False
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def last_user(self) -> str:
        """The text of the last message of the user, empty without one."""
        texts = (turn.text for turn in reversed(self.turns) if turn.role == "user")
        return next((text for text in texts if text), "")
