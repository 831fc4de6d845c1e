"""A desk that answers questions: a client for each of them."""

from __future__ import annotations

from parlance import ChatMessage, Secret
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.domain.events import TextDelta
from parlance.domain.requests import ChatRequest


class Desk:
    """Answers a member's questions."""

    def __init__(self, url: str, key: Secret) -> None:
        self._url, self._key = url, key

    async def answer(self, text: str) -> str:
        """Give the whole answer."""
        model = OpenAIChat(self._key, "any-model", base_url=self._url)
        asked = ChatRequest.of([ChatMessage.user(text)])
        return (await model.complete(asked)).text

    async def begins(self, text: str) -> str:
        """Give the first piece of the answer, and want no more of it."""
        model = OpenAIChat(self._key, "any-model", base_url=self._url)
        asked = ChatRequest.of([ChatMessage.user(text)])
        stream = model.stream(asked)
        events = await stream.__aenter__()
        async for event in events:
            if isinstance(event, TextDelta):
                return event.text
        return ""


def open_desk(url: str, key: Secret) -> Desk:
    """Give a desk."""
    return Desk(url, key)
