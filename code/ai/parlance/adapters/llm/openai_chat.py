"""OpenAI's Chat Completions, which many other servers speak too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, assert_never

from openai import AsyncOpenAI, AsyncStream
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.chat.chat_completion_chunk import ChoiceDelta

from parlance.adapters.llm.asking import (
    Events,
    admit,
    asking,
    handed_out,
)
from parlance.adapters.llm.building import ReplyBuilder
from parlance.adapters.llm.openai_client import connect
from parlance.adapters.llm.openai_errors import translate
from parlance.adapters.llm.wording import told_of
from parlance.domain.capabilities import ANYTHING, ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import Finished, StreamEvent, UsageReport
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Text,
    ToolCall,
    ToolResult,
)
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage
from parlance.secret import Secret

_WORDS = {
    "stop": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.FILTERED,
}


class OpenAIChat:
    """Asks one model through the SDK; a client handed in stays open."""

    def __init__(
        self,
        key: Secret,
        model: str,
        *,
        base_url: str | None = None,
        capabilities: ModelCapabilities = ANYTHING,
        client: AsyncOpenAI | None = None,
    ) -> None:
        self._key = key
        self._model = model
        self._capabilities = capabilities
        self._client = connect(key, base_url, client)
        self._owns = client is None
        self._closed = False

    @property
    def capabilities(self) -> ModelCapabilities:
        """What this model can do, as far as whoever set it up knows."""
        return self._capabilities

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Give the whole answer."""
        admit(request, self._capabilities, closed=self._closed)
        create = self._client.chat.completions.create
        async with asking(translate, deadline, self._key):
            return _reply(await create(**self._body(request)))

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Give the answer in pieces."""
        able = self._capabilities
        admit(request, able, stream=True, closed=self._closed)
        body = self._body(request) | {
            "stream": True,
            "stream_options": {"include_usage": True},  # or nobody counts
        }
        wait = partial(asking, translate, deadline, self._key)
        async with wait():
            raw = await self._client.chat.completions.create(**body)
        async with raw, handed_out(_events(raw), wait) as events:
            yield events

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [
                entry for said in request.messages for entry in _entries(said)
            ],
            "max_completion_tokens": request.max_output_tokens,
            "extra_body": dict(request.extra),
        }
        if request.temperature is not None:
            body["temperature"] = request.temperature
        if request.tools:
            body["tools"] = [
                {
                    "type": "function",
                    "function": {
                        "name": tool.name,
                        "description": tool.description,
                        "parameters": dict(tool.parameters),
                    },
                }
                for tool in request.tools
            ]
        return body

    async def aclose(self) -> None:
        """Ask no more, and close the client unless it was handed in."""
        self._closed = True
        if self._owns:
            await self._client.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._model!r})"


def _entries(message: ChatMessage) -> list[dict[str, Any]]:
    """Put a message into the dialect; each result is an entry of its own."""
    content: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for part in message.parts:
        match part:
            case Text(text):
                content.append({"type": "text", "text": text})
            case ImageReference(url):
                image = {"url": url}
                content.append({"type": "image_url", "image_url": image})
            case ToolCall(id=call_id, name=name, arguments=arguments):
                function = {"name": name, "arguments": arguments}
                call = {"id": call_id, "type": "function"}
                calls.append(call | {"function": function})
            case ToolResult(call_id=call_id):
                told = {"tool_call_id": call_id, "content": told_of(part)}
                results.append({"role": "tool"} | told)
            case _:
                assert_never(part)
    entry = {"role": str(message.role), "content": content or None}
    return results or [entry | ({"tool_calls": calls} if calls else {})]


def _reply(found: ChatCompletion) -> ChatReply:
    """Read a whole answer."""
    built = ReplyBuilder(_WORDS)
    choice, built.model = found.choices[0], found.model
    message = choice.message
    if message.content:
        built.text(message.content)
    if message.refusal:
        built.refused = True
        built.text(message.refusal)
    for call in message.tool_calls or ():
        if call.type == "function":
            built.call(call.id, call.id, call.function.name)
            built.arguments(call.id, call.function.arguments)
    built.word = choice.finish_reason
    built.usage = _usage(found.usage)
    return built.reply()


async def _events(raw: AsyncStream[ChatCompletionChunk]) -> Events:
    """Read a stream: the usage comes after the reason, so the end is last."""
    built = ReplyBuilder(_WORDS)
    async for chunk in raw:
        built.model = chunk.model or built.model
        for choice in chunk.choices:
            for event in _pieces(built, choice.delta):
                yield event
            built.word = choice.finish_reason or built.word
        if chunk.usage:
            built.usage = _usage(chunk.usage)
            yield UsageReport(built.usage)
    if built.word is not None:
        yield Finished(built.reply())


def _pieces(built: ReplyBuilder, delta: ChoiceDelta) -> Iterator[StreamEvent]:
    if delta.content:
        yield built.text(delta.content)
    if delta.refusal:
        built.refused = True
        yield built.text(delta.refusal)
    for piece in delta.tool_calls or ():
        function = piece.function
        if piece.id and function and function.name:
            built.call(piece.index, piece.id, function.name)
        if function and function.arguments:
            yield built.arguments(piece.index, function.arguments)


def _usage(counts: CompletionUsage | None) -> Usage:
    """Take the counts: here the cache is part of the prompt already."""
    if counts is None:
        return Usage()
    read, wrote = (
        counts.prompt_tokens_details,
        counts.completion_tokens_details,
    )
    return Usage(
        counts.prompt_tokens,
        counts.completion_tokens,
        read.cached_tokens if read else None,
        read.cache_write_tokens if read else None,
        wrote.reasoning_tokens if wrote else None,
    )
