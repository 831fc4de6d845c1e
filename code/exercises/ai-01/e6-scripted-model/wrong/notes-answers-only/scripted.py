"""Wrong: a question that fails is not noted, so its step comes again.

Fails: test_an_error_is_raised
"""

from __future__ import annotations

from collections.abc import Iterable

from parlance import ChatMessage, Conversation, Role, TurnError


class ScriptedModel:
    """Gives one step after the other: a message, or an error to raise."""

    def __init__(self, steps: Iterable[ChatMessage | Exception]) -> None:
        self.steps = tuple(steps)
        self.asked: list[tuple[ChatMessage, ...]] = []

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Play the next step."""
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        count, known = len(self.asked) + 1, len(self.steps)
        if count > known:
            raise AssertionError(
                f"asked {count} times, the script has {known}"
            )
        step = self.steps[count - 1]
        if isinstance(step, Exception):
            raise step
        self.asked.append(tuple(conversation))
        return step
