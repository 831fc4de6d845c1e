"""Wrong: the deadline holds for the first byte of a stream, and for nothing else.

Fails: test_the_deadline_bounds_the_wait
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import httpx2
from dialect import TEXTS, WORDS, body_of, usage_of
from parlance import Secret
from parlance.adapters.llm.asking import Events, admit, asking, handed_out
from parlance.adapters.llm.building import ReplyBuilder
from parlance.adapters.llm.failing import (
    by_reading,
    by_status,
    by_transport,
    retry_hint,
)
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import ModelError
from parlance.domain.events import Finished, StreamEvent, UsageReport
from parlance.domain.replies import ChatReply
from parlance.domain.requests import ChatRequest


class NearBy:
    """A model on a machine of our own, asked without a vendor's package."""

    def __init__(self, url: str, key: Secret, model: str) -> None:
        self._url, self._key, self._model = url, key, model
        self._client = httpx2.AsyncClient(timeout=600)  # by itself 5
        self._closed = False

    @property
    def capabilities(self) -> ModelCapabilities:
        """Texts, whole and in pieces."""
        return TEXTS

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Give the whole answer."""
        admit(request, TEXTS, closed=self._closed)
        async with asking(_translated, None, self._key):
            response = await self._sent(request, stream=False)
            found = response.json()
            built = ReplyBuilder(WORDS)
            choice = found["choices"][0]
            built.text(choice["message"]["content"])
            built.word, built.model = choice["finish_reason"], found["model"]
            built.usage = usage_of(found.get("usage"))
            return built.reply()

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Give the answer in pieces."""
        admit(request, TEXTS, stream=True, closed=self._closed)
        wait = partial(asking, _translated, deadline, self._key)
        async with wait():
            response = await self._sent(request, stream=True)
        try:
            async with handed_out(_events(response), wait) as events:
                yield events
        finally:
            await response.aclose()

    async def _sent(
        self, request: ChatRequest, *, stream: bool
    ) -> httpx2.Response:
        asked = self._client.build_request(
            "POST",
            f"{self._url}/chat/completions",
            json=body_of(self._model, request, stream),
            headers={"authorization": f"Bearer {self._key.reveal()}"},
        )
        response = await self._client.send(asked, stream=stream)
        if response.is_error:
            await response.aread()
            raise _Refused(response, self._key)
        return response

    async def aclose(self) -> None:
        """Give back the connections; a second time does nothing."""
        self._closed = True
        await self._client.aclose()


class _Refused(Exception):
    """An answer with a status that is an error."""

    def __init__(self, response: httpx2.Response, key: Secret) -> None:
        super().__init__(f"status {response.status_code}")
        self.response = response
        self.text = response.text.replace(key.reveal(), "…")[:200]


def _translated(error: Exception) -> ModelError | None:
    if isinstance(error, _Refused):
        response = error.response
        hint = retry_hint(response.headers)
        return by_status(response.status_code, error.text, hint)
    return by_transport(error) or by_reading(error)


async def _lines(response: httpx2.Response) -> AsyncIterator[str]:
    """Cut at line feeds alone: a text may hold other ends of a line."""
    rest = b""
    async for piece in response.aiter_bytes():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.decode().removesuffix("\r")


async def _events(response: httpx2.Response) -> Events:
    built = ReplyBuilder(WORDS)
    async for line in _lines(response):
        if not line.startswith("data: ") or line == "data: [DONE]":
            continue
        chunk = json.loads(line.removeprefix("data: "))
        built.model = chunk["model"]
        for choice in chunk["choices"]:
            if piece := choice["delta"].get("content"):
                yield built.text(piece)
            built.word = choice["finish_reason"] or built.word
        if chunk.get("usage"):
            built.usage = usage_of(chunk["usage"])
            yield UsageReport(built.usage)
    if built.word:
        yield Finished(built.reply())
