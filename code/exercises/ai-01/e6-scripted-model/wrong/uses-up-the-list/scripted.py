"""Wrong: the steps are taken out of the list of the caller.

Fails: test_two_models_may_share_a_list_of_steps
"""

from __future__ import annotations

from collections.abc import Iterable

from parlance import ChatMessage, Conversation, Role, TurnError


class ScriptedModel:
    """Gives one step after the other: a message, or an error to raise."""

    def __init__(self, steps: Iterable[ChatMessage | Exception]) -> None:
        self.steps = steps
        self.asked: list[tuple[ChatMessage, ...]] = []

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Play the next step."""
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        self.asked.append(tuple(conversation))
        count = len(self.asked)
        known = count - 1 + len(self.steps)
        if count > known:
            raise AssertionError(
                f"asked {count} times, the script has {known}"
            )
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step
