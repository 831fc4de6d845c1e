"""Anthropic's Messages: the system prompt beside, results by the user."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, assert_never

from anthropic import AsyncAnthropic, AsyncStream, Timeout
from anthropic.types import (
    Message,
    RawContentBlockDeltaEvent,
    RawMessageStreamEvent,
)

from parlance.adapters.llm.anthropic_errors import translate
from parlance.adapters.llm.asking import (
    Events,
    admit,
    asking,
    handed_out,
)
from parlance.adapters.llm.building import ReplyBuilder
from parlance.adapters.llm.wording import object_of
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    UsageReport,
)
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Part,
    Role,
    Text,
    ToolCall,
    ToolResult,
)
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage
from parlance.secret import Secret

# Its SDK has no argument for a temperature; a model that takes one gets it
# in the body, if whoever set it up says that it does.
CLAUDE = ModelCapabilities(temperature=False, reasoning=True)

# Given with each call: without, the SDK refuses to wait for an answer of more
# than about 21,000 tokens that does not stream.
_TIMEOUT = Timeout(600.0, connect=5.0)

_WORDS = {
    "end_turn": FinishReason.STOP,
    "stop_sequence": FinishReason.STOP,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.CONTEXT_FULL,
    "tool_use": FinishReason.TOOL_CALLS,
    "refusal": FinishReason.REFUSAL,
    "pause_turn": FinishReason.PAUSED,
}
_COUNTS = (
    "input_tokens",
    "output_tokens",
    "cache_read_input_tokens",
    "cache_creation_input_tokens",
)


class AnthropicMessages:
    """Asks one model through the SDK; a client handed in stays open."""

    def __init__(
        self,
        key: Secret,
        model: str,
        *,
        base_url: str | None = None,
        capabilities: ModelCapabilities = CLAUDE,
        client: AsyncAnthropic | None = None,
    ) -> None:
        self._key = key
        self._model = model
        self._capabilities = capabilities
        self._owns = client is None
        self._closed = False
        self._client = _connect(key, base_url, client)

    @property
    def capabilities(self) -> ModelCapabilities:
        """What this model can do, as far as whoever set it up knows."""
        return self._capabilities

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Give the whole answer."""
        admit(request, self._capabilities, closed=self._closed)
        body = self._body(request)
        async with asking(translate, deadline, self._key):
            return _reply(await self._client.messages.create(**body))

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Give the answer in pieces."""
        able = self._capabilities
        admit(request, able, stream=True, closed=self._closed)
        body = self._body(request) | {"stream": True}
        wait = partial(asking, translate, deadline, self._key)
        async with wait():
            raw = await self._client.messages.create(**body)
        async with raw, handed_out(_events(raw), wait) as events:
            yield events

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        turns = [m for m in request.messages if m.role is not Role.SYSTEM]
        system = [m.text for m in request.messages if m.role is Role.SYSTEM]
        body: dict[str, Any] = {
            "model": self._model,
            "max_tokens": request.max_output_tokens,
            "messages": [_turn(said) for said in turns],
            "extra_body": dict(request.extra),
            "timeout": _TIMEOUT,
        }
        if system:
            body["system"] = system[0]
        if request.temperature is not None:
            body["extra_body"]["temperature"] = request.temperature
        if request.tools:
            body["tools"] = [
                {
                    "name": tool.name,
                    "description": tool.description,
                    "input_schema": dict(tool.parameters),
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


def _connect(
    key: Secret, base_url: str | None, client: AsyncAnthropic | None
) -> AsyncAnthropic:
    """Give a client that does not retry; one that is handed in is copied."""
    if client is None:
        return AsyncAnthropic(
            api_key=key.reveal(), base_url=base_url, max_retries=0
        )
    return client.with_options(
        api_key=key.reveal(), base_url=base_url, max_retries=0
    )


def _turn(message: ChatMessage) -> dict[str, Any]:
    """Put a message into the dialect: it has the user and the assistant."""
    own = message.role is Role.ASSISTANT
    blocks = [_block(part) for part in message.parts]
    return {"role": "assistant" if own else "user", "content": blocks}


def _block(part: Part) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case ImageReference(url):
            return {"type": "image", "source": _source(url)}
        case ToolCall(id=call_id, name=name):
            call = {"id": call_id, "name": name, "input": object_of(part)}
            return {"type": "tool_use"} | call
        case ToolResult(call_id=call_id, text=text, failed=failed):
            result = {"tool_use_id": call_id, "content": text}
            return {"type": "tool_result", "is_error": failed} | result
        case _:
            assert_never(part)


def _source(url: str) -> dict[str, str]:
    """Say where an image is: at an address, or here."""
    if not url.startswith("data:"):
        return {"type": "url", "url": url}
    head, _, data = url.removeprefix("data:").partition(",")
    kind = head.removesuffix(";base64")
    return {"type": "base64", "media_type": kind, "data": data}


def _reply(found: Message) -> ChatReply:
    """Read a whole answer."""
    built = ReplyBuilder(_WORDS)
    built.model, built.word = found.model, found.stop_reason
    for index, block in enumerate(found.content):
        if block.type == "text":
            built.text(block.text)
        elif block.type == "tool_use":
            built.call(index, block.id, block.name)
            said = json.dumps(block.input, ensure_ascii=False)
            built.arguments(index, said)
    built.usage = _usage(_counts(getattr(found, "usage", None)))
    return built.reply()


async def _events(raw: AsyncStream[RawMessageStreamEvent]) -> Events:
    """Read a stream: input is counted at its start, the rest at its end."""
    built, counts = ReplyBuilder(_WORDS), dict[str, int]()
    ended = False
    async for event in raw:
        if event.type == "message_start":
            built.model = event.message.model
            counts = _counts(getattr(event.message, "usage", None))
            counts.pop("output_tokens", None)  # the first word of many
            if counts:
                yield UsageReport(_usage(counts))
        elif event.type == "content_block_start":
            block = event.content_block
            if block.type == "tool_use":
                built.call(event.index, block.id, block.name)
        elif event.type == "content_block_delta":
            for piece in _pieces(built, event):
                yield piece
        elif event.type == "message_delta":
            built.word = event.delta.stop_reason
            counts |= _counts(getattr(event, "usage", None))
        ended = ended or event.type == "message_stop"
    if ended:
        built.usage = _usage(counts)
        if counts:
            yield UsageReport(built.usage)
        yield Finished(built.reply())


def _pieces(
    built: ReplyBuilder, event: RawContentBlockDeltaEvent
) -> Iterator[StreamEvent]:
    delta = event.delta
    if delta.type == "text_delta" and delta.text:
        yield built.text(delta.text)
    elif delta.type == "input_json_delta" and delta.partial_json:
        yield built.arguments(event.index, delta.partial_json)
    elif delta.type == "thinking_delta":
        yield ReasoningDelta(delta.thinking)


def _counts(found: object) -> dict[str, int]:
    """Take what is counted; what is not there is not known."""
    details = getattr(found, "output_tokens_details", None)
    pairs = [(name, getattr(found, name, None)) for name in _COUNTS]
    pairs += [("thinking", getattr(details, "thinking_tokens", None))]
    return {name: count for name, count in pairs if count is not None}


def _usage(counts: dict[str, int]) -> Usage:
    """Put the counts together: here the cache stands beside the input."""
    return Usage.beside(
        counts.get("input_tokens"),
        counts.get("output_tokens"),
        counts.get("cache_read_input_tokens"),
        counts.get("cache_creation_input_tokens"),
        counts.get("thinking"),
    )
