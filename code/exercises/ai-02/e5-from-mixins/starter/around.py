"""What is noted about a model's answers, mixed into the model."""

from __future__ import annotations

from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.deadline import Deadline
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest


class NotingMixin:
    """Notes why each answer ended, in the vendor's word."""

    def __init__(self, *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)
        self.notes: list[str] = []

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Ask, and note."""
        reply = await super().complete(request, deadline=deadline)
        self.notes.append(reply.finish_word)
        return reply


class CountingMixin:
    """Counts what was asked, and what was answered."""

    def __init__(self, *args: object, **rest: object) -> None:
        super().__init__(*args, **rest)
        self.asked = self.answered = 0

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Ask, and count."""
        self.asked += 1
        reply = await super().complete(request, deadline=deadline)
        self.answered += 1
        return reply


class NotedFake(NotingMixin, CountingMixin, FakeChatModel):
    """A fake with both."""


Noted = Counted = NotedFake  # two classes, each around any model
