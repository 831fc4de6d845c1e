"""A model that says what a test wants, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterable
from unittest.mock import Mock

from parlance import ChatMessage, Conversation, Role, TurnError


class ScriptedModel:
    """Gives one step after the other: a message, or an error to raise."""

    def __init__(self, steps: Iterable[ChatMessage | Exception]) -> None:
        self.steps = tuple(steps)
        self._play = Mock(side_effect=self.steps)

    @property
    def asked(self) -> list[tuple[ChatMessage, ...]]:
        """What each question was, as it was then."""
        return [call.args for call in self._play.call_args_list]

    def reply(self, conversation: Conversation) -> ChatMessage:
        """Play the next step."""
        if Role.ASSISTANT not in conversation.expects:
            raise TurnError(f"{conversation!r} waits for somebody else")
        try:
            answer: ChatMessage = self._play(*conversation)
        except StopIteration:
            count, known = self._play.call_count, len(self.steps)
            raise AssertionError(
                f"asked {count} times, the script has {known}"
            ) from None
        return answer
