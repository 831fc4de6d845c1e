"""A model that says what it heard: for the first program, and for tests of what calls it."""

from __future__ import annotations

from parlance.domain.conversation import Conversation
from parlance.domain.errors import TurnError
from parlance.domain.messages import ChatMessage, Role


class EchoModel:
    """Answers with the last words of the user, and counts how often it was asked."""

    def __init__(self, prefix: str = "You said: ") -> None:
        self.prefix = prefix
        self.calls = 0

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Answer; the conversation is left as it is."""
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        self.calls += 1
        heard = [
            message.text
            for message in conversation
            if message.role is Role.USER
        ]
        return ChatMessage.assistant(self.prefix + heard[-1])
