"""OpenAI's Responses: items in place of messages, events with names."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, assert_never

from openai import AsyncOpenAI, AsyncStream
from openai.types.responses import (
    Response,
    ResponseOutputMessage,
    ResponseStreamEvent,
    ResponseUsage,
)
from openai.types.responses import ResponseCompletedEvent as Completed
from openai.types.responses import ResponseErrorEvent as Error
from openai.types.responses import ResponseFailedEvent as Failed
from openai.types.responses import (
    ResponseFunctionCallArgumentsDeltaEvent as ArgumentsDelta,
)
from openai.types.responses import ResponseFunctionToolCall as FunctionCall
from openai.types.responses import ResponseIncompleteEvent as Incomplete
from openai.types.responses import ResponseOutputItemAddedEvent as Added
from openai.types.responses import (
    ResponseReasoningSummaryTextDeltaEvent as SummaryDelta,
)
from openai.types.responses import (
    ResponseReasoningTextDeltaEvent as ThoughtDelta,
)
from openai.types.responses import ResponseRefusalDeltaEvent as RefusalDelta
from openai.types.responses import ResponseTextDeltaEvent as OutputTextDelta

from parlance.adapters.llm.asking import (
    Events,
    admit,
    asking,
    handed_out,
)
from parlance.adapters.llm.building import ReplyBuilder
from parlance.adapters.llm.openai_client import connect
from parlance.adapters.llm.openai_errors import by_code, translate
from parlance.adapters.llm.wording import told_of
from parlance.domain.capabilities import ANYTHING, ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageReport,
)
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Role,
    Text,
    ToolCall,
    ToolResult,
)
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage
from parlance.secret import Secret

_WORDS = {
    "completed": FinishReason.STOP,
    "max_output_tokens": FinishReason.LENGTH,
    "content_filter": FinishReason.FILTERED,
}


class OpenAIResponses:
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
        body = self._body(request)
        async with asking(translate, deadline, self._key):
            return _reply(await self._client.responses.create(**body))

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
            raw = await self._client.responses.create(**body)
        async with raw, handed_out(_events(raw), wait) as events:
            yield events

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        system = [m.text for m in request.messages if m.role is Role.SYSTEM]
        turns = [m for m in request.messages if m.role is not Role.SYSTEM]
        body: dict[str, Any] = {
            "model": self._model,
            "input": [item for said in turns for item in _items(said)],
            "max_output_tokens": request.max_output_tokens,
            "store": False,  # all of it is sent each time
            "extra_body": dict(request.extra),
        }
        if system:
            body["instructions"] = system[0]
        if request.temperature is not None:
            body["temperature"] = request.temperature
        if request.tools:
            body["tools"] = [
                {
                    "type": "function",
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": dict(tool.parameters),
                    "strict": False,
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


def _items(message: ChatMessage) -> Iterator[dict[str, Any]]:
    """Put a message into the dialect; calls and results stand alone."""
    own = message.role is Role.ASSISTANT
    content: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for part in message.parts:
        match part:
            case Text(text):
                kind = "output_text" if own else "input_text"
                content.append({"type": kind, "text": text})
            case ImageReference(url):
                content.append({"type": "input_image", "image_url": url})
            case ToolCall(id=call_id, name=name, arguments=arguments):
                call = {"name": name, "arguments": arguments}
                call |= {"type": "function_call", "call_id": call_id}
                others.append(call)
            case ToolResult(call_id=call_id):
                told = {"call_id": call_id, "output": told_of(part)}
                others.append({"type": "function_call_output"} | told)
            case _:
                assert_never(part)
    if content:
        yield {"role": str(message.role), "content": content}
    yield from others


def _reply(found: Response) -> ChatReply:
    """Read a whole answer; one that failed is none."""
    if found.error:
        raise by_code(found.error.code, found.error.message)
    built = ReplyBuilder(_WORDS)
    for item in found.output:
        if item.type == "message":
            _said(built, item)
        elif item.type == "function_call":
            built.call(item.call_id, item.call_id, item.name)
            built.arguments(item.call_id, item.arguments)
    cut = found.incomplete_details
    built.word = cut.reason if cut and cut.reason else found.status
    built.model, built.usage = found.model, _usage(found.usage)
    return built.reply()


def _said(built: ReplyBuilder, item: ResponseOutputMessage) -> None:
    for part in item.content:
        if part.type == "refusal":
            built.refused = True
            built.text(part.refusal)
        elif part.type == "output_text":
            built.text(part.text)


async def _events(raw: AsyncStream[ResponseStreamEvent]) -> Events:
    """Read a stream: its last event has the whole answer once more."""
    calls: dict[int, tuple[str, str]] = {}
    whole: Response | None = None
    async for event in raw:
        match event:
            case Added(output_index=index, item=FunctionCall() as call):
                calls[index] = call.call_id, call.name
            case ArgumentsDelta(output_index=index, delta=piece):
                yield ToolCallDelta(*calls[index], piece)
            case OutputTextDelta(delta=text) | RefusalDelta(delta=text):
                yield TextDelta(text)
            case SummaryDelta(delta=text) | ThoughtDelta(delta=text):
                yield ReasoningDelta(text)
            case Completed() | Incomplete() | Failed():
                whole = event.response
            case Error(code=code, message=message):
                raise by_code(code, message)
    if whole is not None:
        reply = _reply(whole)
        if reply.usage != Usage():
            yield UsageReport(reply.usage)
        yield Finished(reply)


def _usage(counts: ResponseUsage | None) -> Usage:
    """Take the counts: here the cache is part of the input already."""
    if counts is None:
        return Usage()
    return Usage(
        counts.input_tokens,
        counts.output_tokens,
        counts.input_tokens_details.cached_tokens,
        counts.input_tokens_details.cache_write_tokens,
        counts.output_tokens_details.reasoning_tokens,
    )
