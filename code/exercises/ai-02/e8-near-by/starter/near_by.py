"""An adapter without a vendor's package, for a sunny day."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from dialect import TEXTS, WORDS, body_of, usage_of
from parlance import Secret
from parlance.adapters.llm.building import ReplyBuilder
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import Finished, StreamEvent
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest


class NearBy:
    """A model on a machine of our own, asked without a vendor's package."""

    def __init__(self, url: str, key: Secret, model: str) -> None:
        self._url, self._key, self._model = url, key, model

    @property
    def capabilities(self) -> ModelCapabilities:
        """Texts, whole and in pieces."""
        return TEXTS

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Give the whole answer."""
        async with httpx2.AsyncClient() as client:
            response = await client.post(
                f"{self._url}/chat/completions",
                json=body_of(self._model, request, False),
                headers={"authorization": f"Bearer {self._key.reveal()}"},
            )
        found = response.json()
        built = ReplyBuilder(WORDS)
        built.text(found["choices"][0]["message"]["content"])
        built.word = found["choices"][0]["finish_reason"]
        built.model, built.usage = found["model"], usage_of(found["usage"])
        return built.reply()

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Give the answer in pieces."""
        yield self._events(request)

    async def _events(
        self, request: ChatRequest
    ) -> AsyncIterator[StreamEvent]:
        built = ReplyBuilder(WORDS)
        async with httpx2.AsyncClient() as client:
            response = await client.post(
                f"{self._url}/chat/completions",
                json=body_of(self._model, request, True),
                headers={"authorization": f"Bearer {self._key.reveal()}"},
            )
        for line in response.text.splitlines():
            if line.startswith("data: {"):
                chunk = json.loads(line[6:])
                for choice in chunk["choices"]:
                    if piece := choice["delta"].get("content"):
                        yield built.text(piece)
                    built.word = choice["finish_reason"] or built.word
                built.model = chunk["model"]
                built.usage = usage_of(chunk.get("usage"))
        yield Finished(built.reply())

    async def aclose(self) -> None:
        """Give back what it holds."""
