"""An answer while it comes: the one mutable thing in the way of a reply."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from parlance.domain.errors import MessageError
from parlance.domain.events import TextDelta, ToolCallDelta
from parlance.domain.messages import ChatMessage, Role, Text, ToolCall
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.usage import Usage


@dataclass(slots=True)
class _Call:
    id: str
    name: str
    pieces: list[str] = field(default_factory=list)

    def whole(self) -> ToolCall:
        """Put the pieces together."""
        return ToolCall(self.id, self.name, "".join(self.pieces) or "{}")


class ReplyBuilder:
    """Takes the pieces in the order in which they come, and gives a reply.

    A whole answer is one that comes in one piece: the same reply is made of
    it. `words` are a vendor's reasons to stop, in ours.
    """

    def __init__(self, words: Mapping[str, FinishReason]) -> None:
        self._words = words
        self._parts: list[list[str] | _Call] = []
        self._calls: dict[Hashable, _Call] = {}
        self.model = ""
        self.usage = Usage()
        self.word: str | None = None
        self.refused = False

    def text(self, piece: str) -> TextDelta:
        """Take the next words."""
        last = self._parts[-1] if self._parts else None
        if not isinstance(last, list):
            last = []
            self._parts.append(last)
        last.append(piece)
        return TextDelta(piece)

    def call(self, key: Hashable, call_id: str, name: str) -> None:
        """Begin a call, once; `key` is what its pieces name it by."""
        if key not in self._calls:
            self._calls[key] = _Call(call_id, name)
            self._parts.append(self._calls[key])

    def arguments(self, key: Hashable, piece: str) -> ToolCallDelta:
        """Take the next piece of a call."""
        call = self._calls[key]
        call.pieces.append(piece)
        return ToolCallDelta(call.id, call.name, piece)

    @property
    def called(self) -> int:
        """How many calls have begun."""
        return len(self._calls)

    def reply(self) -> ChatReply:
        """Give what has come; MessageError if it is no message."""
        parts = [
            part.whole() if isinstance(part, _Call) else Text("".join(part))
            for part in self._parts
            if isinstance(part, _Call) or any(part)
        ]
        ids = [call.id for call in self._calls.values()]
        if len(set(ids)) < len(ids):
            raise MessageError("two calls have the same id")
        said = ChatMessage(Role.ASSISTANT, tuple(parts)) if parts else None
        word = self.word or ""
        return ChatReply(said, self.usage, self._reason(), self.model, word)

    def _reason(self) -> FinishReason:
        if self.refused:
            return FinishReason.REFUSAL
        reason = self._words.get(self.word or "", FinishReason.OTHER)
        if reason is FinishReason.STOP and self._calls:
            return FinishReason.TOOL_CALLS  # some say "stop" for both
        return reason
