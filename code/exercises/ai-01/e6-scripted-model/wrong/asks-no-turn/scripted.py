"""Wrong: a question out of turn uses a step up.

Fails: test_out_of_turn_no_step_is_used_up
"""

from __future__ import annotations

from collections.abc import Iterable

from parlance import ChatMessage, Conversation


class ScriptedModel:
    """Gives one step after the other: a message, or an error to raise."""

    def __init__(self, steps: Iterable[ChatMessage | Exception]) -> None:
        self.steps = tuple(steps)
        self.asked: list[tuple[ChatMessage, ...]] = []

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Play the next step."""
        self.asked.append(tuple(conversation))
        count, known = len(self.asked), len(self.steps)
        if count > known:
            raise AssertionError(
                f"asked {count} times, the script has {known}"
            )
        step = self.steps[count - 1]
        if isinstance(step, Exception):
            raise step
        return step
