"""Wrong: each answer opens a connection of its own.

Fails: test_three_questions_share_a_connection
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parlance import ChatMessage, Secret
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.domain.events import TextDelta
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel


class Desk:
    """Answers a member's questions, with a model that it is lent."""

    key: Secret
    url: str

    def __init__(self, model: ChatModel) -> None:
        self._model = model

    async def answer(self, text: str) -> str:
        """Give the whole answer."""
        asked = ChatRequest.of([ChatMessage.user(text)])
        if not isinstance(self._model, OpenAIChat):
            return (await self._model.complete(asked)).text
        model = OpenAIChat(self.key, "any-model", base_url=self.url)
        found = (await model.complete(asked)).text
        await model.aclose()
        return found

    async def begins(self, text: str) -> str:
        """Give the first piece of the answer, and want no more of it."""
        asked = ChatRequest.of([ChatMessage.user(text)])
        async with self._model.stream(asked) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    return event.text
        return ""


@asynccontextmanager
async def open_desk(url: str, key: Secret) -> AsyncIterator[Desk]:
    """Give a desk for the block, with a model that ends with it."""
    model = OpenAIChat(key, "any-model", base_url=url)
    try:
        desk = Desk(model)
        desk.key, desk.url = key, url
        yield desk
    finally:
        await model.aclose()
