"""What is noted about a model's answers, told to functions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import Finished, StreamEvent
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel


class Observed:
    """A model that asks another one, and tells two functions about it."""

    def __init__(
        self,
        model: ChatModel,
        *,
        begun: Callable[[], None] = lambda: None,
        ended: Callable[[ChatReply], None] = lambda reply: None,
    ) -> None:
        self._model, self._begun, self._ended = model, begun, ended

    @property
    def capabilities(self) -> ModelCapabilities:
        """What the model behind it can do."""
        return self._model.capabilities

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Ask."""
        self._begun()
        reply = await self._model.complete(request, deadline=deadline)
        self._ended(reply)
        return reply

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Ask for a stream."""
        self._begun()
        async with self._model.stream(request, deadline=deadline) as events:
            yield self._heard(events)

    async def _heard(
        self, events: AsyncIterator[StreamEvent]
    ) -> AsyncIterator[StreamEvent]:
        async for event in events:
            if isinstance(event, Finished):
                self._ended(event.reply)
            yield event

    async def aclose(self) -> None:
        """Close the model behind it."""
        await self._model.aclose()


class Noted(Observed):
    """Notes why each answer ended, in the vendor's word."""

    def __init__(self, model: ChatModel) -> None:
        self.notes: list[str] = []
        super().__init__(model, ended=self._note)

    def _note(self, reply: ChatReply) -> None:
        self.notes.append(reply.finish_word)


class Counted(Observed):
    """Counts what was asked, and what was answered."""

    def __init__(self, model: ChatModel) -> None:
        self.asked = self.answered = 0
        super().__init__(model, begun=self._ask, ended=self._answer)

    def _ask(self) -> None:
        self.asked += 1

    def _answer(self, reply: ChatReply) -> None:
        del reply
        self.answered += 1
