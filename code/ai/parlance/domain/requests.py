"""What a model is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from parlance.domain.conversation import Conversation
from parlance.domain.errors import MessageError, TurnError
from parlance.domain.messages import ChatMessage, Role
from parlance.domain.tools import ToolSpec


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One question: messages that end where the model is to speak.

    `max_output_tokens` has a default, for an answer without a bound has no
    bound of its price. `extra` goes into the body, at Ollama into its
    `options`: for what one vendor has and the port has not. Whoever uses it
    knows whom they ask.
    """

    messages: tuple[ChatMessage, ...]
    max_output_tokens: int = 1024
    tools: tuple[ToolSpec, ...] = ()
    temperature: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        turns = Conversation("request", self.messages)
        if Role.ASSISTANT not in turns.expects:
            raise TurnError("the messages do not end where a model speaks")
        if self.max_output_tokens < 1:
            raise MessageError("an answer has room for a token at least")
        names = [tool.name for tool in self.tools]
        if len(set(names)) < len(names):
            raise MessageError(f"two tools have one name: {names}")

    @classmethod
    def of(cls, messages: Iterable[ChatMessage], **options: Any) -> Self:
        """Ask for the next message of a conversation, as it is now."""
        return cls(tuple(messages), **options)
