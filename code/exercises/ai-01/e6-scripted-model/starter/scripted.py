"""A model that says what a test wants, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterable

from parlance import ChatMessage, Conversation


class ScriptedModel:
    """Gives one step after the other: a message, or an error to raise."""

    def __init__(self, steps: Iterable[ChatMessage | Exception]) -> None:
        self.steps = list(steps)
        self.asked: list[Conversation] = []

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Play the next step."""
        self.asked.append(conversation)
        return self.steps.pop(0)
