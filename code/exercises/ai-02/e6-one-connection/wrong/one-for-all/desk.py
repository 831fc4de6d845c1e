"""Wrong: the models are kept by address, and nobody closes them.

Fails: test_the_end_of_the_block_is_the_end_of_the_model
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from parlance import ChatMessage, Secret
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.domain.events import TextDelta
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel

_MODELS: dict[str, OpenAIChat] = {}


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
        async with self._model.stream(asked) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    return event.text
        return ""


@asynccontextmanager
async def open_desk(url: str, key: Secret) -> AsyncIterator[Desk]:
    """Give a desk for the block, with a model that ends with it."""
    if url not in _MODELS:
        _MODELS[url] = OpenAIChat(key, "any-model", base_url=url)
    yield Desk(_MODELS[url])
