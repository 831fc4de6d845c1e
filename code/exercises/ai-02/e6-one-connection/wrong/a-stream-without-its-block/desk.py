"""Wrong: the stream is entered, and never left.

Fails: test_the_provider_hears_that_nobody_reads_on
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parlance import ChatMessage, Secret
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.domain.events import TextDelta
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel, EventStream

_STREAMS: list[EventStream] = []


class Desk:
    """Answers a member's questions, with a model that it is lent."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    async def answer(self, text: str) -> str:
        """Give the whole answer."""
        asked = ChatRequest.of([ChatMessage.user(text)])
        return (await self._model.complete(asked)).text

    async def begins(self, text: str) -> str:
        """Give the first piece of the answer, and want no more of it."""
        asked = ChatRequest.of([ChatMessage.user(text)])
        _STREAMS.append(self._model.stream(asked))
        events = await _STREAMS[-1].__aenter__()
        async for event in events:
            if isinstance(event, TextDelta):
                return event.text
        return ""


@asynccontextmanager
async def open_desk(url: str, key: Secret) -> AsyncIterator[Desk]:
    """Give a desk for the block, with a model that ends with it."""
    model = OpenAIChat(key, "any-model", base_url=url)
    try:
        yield Desk(model)
    finally:
        await model.aclose()
