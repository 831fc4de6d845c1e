"""Wrong: a stream goes on behind the wrapper after its time.

Fails: test_the_deadline_bounds_a_stream_as_well
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import Finished, StreamEvent
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel


class _Around:
    """A model that asks another one, and hears of each answer."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    @property
    def capabilities(self) -> ModelCapabilities:
        """What the model behind it can do."""
        return self._model.capabilities

    def begun(self) -> None:
        """A question goes out."""

    def ended(self, reply: ChatReply) -> None:
        """A whole answer has come."""

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Ask."""
        self.begun()
        reply = await self._model.complete(request, deadline=deadline)
        self.ended(reply)
        return reply

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Ask for a stream."""
        self.begun()
        async with self._model.stream(request) as events:
            yield self._heard(events)

    async def _heard(
        self, events: AsyncIterator[StreamEvent]
    ) -> AsyncIterator[StreamEvent]:
        async for event in events:
            if isinstance(event, Finished):
                self.ended(event.reply)
            yield event

    async def aclose(self) -> None:
        """Close the model behind it."""
        await self._model.aclose()


class Noted(_Around):
    """Notes why each answer ended, in the vendor's word."""

    def __init__(self, model: ChatModel) -> None:
        super().__init__(model)
        self.notes: list[str] = []

    def ended(self, reply: ChatReply) -> None:
        """Note the word."""
        self.notes.append(reply.finish_word)


class Counted(_Around):
    """Counts what was asked, and what was answered."""

    def __init__(self, model: ChatModel) -> None:
        super().__init__(model)
        self.asked = self.answered = 0

    def begun(self) -> None:
        """Count a question."""
        self.asked += 1

    def ended(self, reply: ChatReply) -> None:
        """Count an answer."""
        del reply
        self.answered += 1
