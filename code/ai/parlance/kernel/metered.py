"""A model that counts what it costs: one more face around any other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import ModelError
from parlance.domain.events import Finished, StreamEvent
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage
from parlance.ports.chat_model import ChatModel


class Metered:
    """Asks another model, and adds up what that costs.

    An answer that was left, or that failed and may be billed, has a cost that
    nobody has told: from then on the sum is unknown.
    """

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.usage = Usage.zero()
        self.calls = 0

    @property
    def capabilities(self) -> ModelCapabilities:
        """What the model behind it can do."""
        return self._model.capabilities

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Ask, and count."""
        used = Usage()  # unknown, until somebody tells
        try:
            reply = await self._model.complete(request, deadline=deadline)
            used = reply.usage
        except ModelError as error:
            used = used if error.billed_maybe else Usage.zero()
            raise
        finally:
            self._count(used)
        return reply

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Ask for a stream, and count when the block ends."""
        costs = [Usage()]

        async def noted(
            events: AsyncIterator[StreamEvent],
        ) -> AsyncIterator[StreamEvent]:
            with _noting(costs):
                async for event in events:
                    if isinstance(event, Finished):
                        costs.append(event.reply.usage)
                    yield event

        # What a reader raises in the block says nothing about this answer.
        try:
            async with AsyncExitStack() as stack:
                with _noting(costs):
                    asked = self._model.stream(request, deadline=deadline)
                    events = await stack.enter_async_context(asked)
                yield noted(events)
        finally:
            self._count(costs[-1])

    def _count(self, used: Usage) -> None:
        self.calls += 1
        self.usage += used

    async def aclose(self) -> None:
        """Close the model behind it."""
        await self._model.aclose()


@contextmanager
def _noting(costs: list[Usage]) -> Iterator[None]:
    """Note a cost of nothing if the model says that its error has none."""
    try:
        yield
    except ModelError as error:
        if not error.billed_maybe:
            costs.append(Usage.zero())
        raise
