"""What came of a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from parlance.domain.messages import ChatMessage, ToolCall
from parlance.domain.usage import Usage


class FinishReason(StrEnum):
    """Why the model stopped; no error: the text so far has been paid for."""

    STOP = "stop"  # it had said what it wanted to say
    LENGTH = "length"  # the bound of the request cut it off
    CONTEXT_FULL = "context_full"  # the bound of the model cut it off
    TOOL_CALLS = "tool_calls"  # it waits for what the calls give
    REFUSAL = "refusal"  # the model does not want to, and may say why
    FILTERED = "filtered"  # the provider stopped it
    PAUSED = "paused"  # the provider wants to be asked to go on
    OTHER = "other"  # a word that this version does not know


@dataclass(frozen=True, slots=True)
class ChatReply:
    """An answer, its cost and why it ends where it ends.

    `message` is None where the model said nothing at all. `finish_word` is
    the vendor's own word, `model` the one that answered by its own account.
    """

    message: ChatMessage | None
    usage: Usage
    finish: FinishReason
    model: str
    finish_word: str = ""

    @property
    def text(self) -> str:
        """Its words, which may be none."""
        return self.message.text if self.message else ""

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """What it asks to be called."""
        return self.message.tool_calls if self.message else ()
