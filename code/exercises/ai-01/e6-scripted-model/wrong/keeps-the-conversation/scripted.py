"""Wrong: the conversation goes on, and what was asked with it.

Fails: test_what_was_asked_is_what_was_asked_then
"""

from __future__ import annotations

from collections.abc import Iterable

from parlance import ChatMessage, Conversation, Role, TurnError


class ScriptedModel:
    """Gives one step after the other: a message, or an error to raise."""

    def __init__(self, steps: Iterable[ChatMessage | Exception]) -> None:
        self.steps = tuple(steps)
        self.asked: list[Conversation] = []

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Play the next step."""
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        self.asked.append(conversation)
        count, known = len(self.asked), len(self.steps)
        if count > known:
            raise AssertionError(
                f"asked {count} times, the script has {known}"
            )
        step = self.steps[count - 1]
        if isinstance(step, Exception):
            raise step
        return step
