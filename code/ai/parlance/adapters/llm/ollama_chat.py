"""Ollama's chat: a model on this machine, or near it; most need no key."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import Any, assert_never, cast

from ollama import AsyncClient, ChatResponse, Tool
from pydantic import ValidationError

from parlance.adapters.llm.asking import (
    Events,
    admit,
    asking,
    handed_out,
)
from parlance.adapters.llm.building import ReplyBuilder
from parlance.adapters.llm.ollama_errors import translate
from parlance.adapters.llm.wording import object_of, told_of
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import UnsupportedRequest
from parlance.domain.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    UsageReport,
)
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Text,
    ToolCall,
    ToolResult,
)
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec
from parlance.domain.usage import Usage
from parlance.secret import Secret

_log = logging.getLogger(__name__)

# It reads images that come along, and fetches none.
LOCAL = ModelCapabilities(image_urls=False)

_WORDS = {"stop": FinishReason.STOP, "length": FinishReason.LENGTH}


class OllamaChat:
    """Asks one model through the client; one that is handed in stays open."""

    def __init__(
        self,
        model: str,
        *,
        key: Secret | None = None,
        host: str | None = None,
        capabilities: ModelCapabilities = LOCAL,
        client: AsyncClient | None = None,
    ) -> None:
        self._model = model
        self._capabilities = capabilities
        self._owns = client is None
        self._closed = False
        self._key = key or _key_of_the_environment()
        shown = self._key and {"authorization": f"Bearer {self._key.reveal()}"}
        self._client = client or AsyncClient(host, headers=shown)

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
        built = ReplyBuilder(_WORDS)
        async with asking(translate, deadline, self._key):
            found = await self._client.chat(**body, stream=False)
            list(_pieces(built, found, len(request.messages)))
            return built.reply()

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Give the answer in pieces; asking for the first one sends it."""
        able = self._capabilities
        admit(request, able, stream=True, closed=self._closed)
        parts = await self._client.chat(**self._body(request), stream=True)
        raw = cast(AsyncGenerator[ChatResponse, None], parts)
        read = _events(raw, len(request.messages))
        wait = partial(asking, translate, deadline, self._key)
        async with aclosing(raw), handed_out(read, wait) as events:
            yield events

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        options: dict[str, Any] = {"num_predict": request.max_output_tokens}
        if request.temperature is not None:
            options["temperature"] = request.temperature
        names = {c.id: c.name for m in request.messages for c in m.tool_calls}
        return {
            "model": self._model,
            "messages": [
                entry
                for said in request.messages
                for entry in _entries(said, names)
            ],
            "options": options | dict(request.extra),
            "tools": [_tool(spec) for spec in request.tools],
        }

    async def aclose(self) -> None:
        """Ask no more, and close the client unless it was handed in."""
        self._closed = True
        if self._owns:
            await self._client.close()  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._model!r})"


def _key_of_the_environment() -> Secret | None:
    """Find the key that the client finds for itself, to keep it secret."""
    name = "OLLAMA_API_KEY"
    return Secret.from_environment(name) if os.environ.get(name) else None


def _image(url: str) -> bytes:
    """Read the image that is written into a URL; only base64 is read."""
    head, _, data = url.partition(",")
    try:
        if not head.endswith(";base64"):
            raise ValueError("no ;base64 in it")
        return base64.b64decode(data, validate=True)
    except ValueError as error:
        message = f"an image that cannot be read: {url!r:.60}: {error}"
        raise UnsupportedRequest(message) from error


def _tool(spec: ToolSpec) -> Tool:
    """Declare a tool; the client drops what its own model of it has not."""
    function = {"name": spec.name, "description": spec.description}
    asked = {"function": function | {"parameters": dict(spec.parameters)}}
    try:
        tool = Tool.model_validate(asked)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        message = f"tool {spec.name}: Ollama's client does not take {place}"
        raise UnsupportedRequest(message) from error
    kept = tool.model_dump(exclude_none=True, by_alias=True)
    lost = list(_lost(asked, kept))
    if lost:
        _log.warning("lost on the way to Ollama: %s", ", ".join(lost))
    return tool


def _lost(asked: object, kept: object, place: str = "") -> Iterator[str]:
    """Name what is asked and not kept, by its way through the dicts."""
    if isinstance(asked, Mapping) and isinstance(kept, Mapping):
        for key, value in asked.items():
            if key not in kept:
                yield f"{place}{key}"
            yield from _lost(value, kept.get(key), f"{place}{key}.")


def _entries(
    message: ChatMessage, names: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Put a message into the dialect; a result names a tool, not a call."""
    entry: dict[str, Any] = {"role": str(message.role)}
    for part in message.parts:
        match part:
            case Text(text):
                entry["content"] = entry.get("content", "") + text
            case ImageReference(url):
                entry.setdefault("images", []).append(_image(url))
            case ToolCall(name=name):
                call = {"name": name, "arguments": object_of(part)}
                entry.setdefault("tool_calls", []).append({"function": call})
            case ToolResult(call_id=call_id):
                yield entry | {
                    "content": told_of(part),
                    "tool_name": names[call_id],
                }
            case _:
                assert_never(part)
    if len(entry) > 1:
        yield entry


async def _events(raw: AsyncIterator[ChatResponse], length: int) -> Events:
    """Read a stream: the last part is marked, and has the counts."""
    built = ReplyBuilder(_WORDS)
    async for part in raw:
        for event in _pieces(built, part, length):
            yield event
    if built.word is not None:
        yield Finished(built.reply())


def _pieces(
    built: ReplyBuilder, part: ChatResponse, length: int
) -> Iterator[StreamEvent]:
    """Read a part, which may be the whole; a call comes without an id."""
    said = part.message
    built.model = part.model or built.model
    if said.thinking:
        yield ReasoningDelta(said.thinking)
    if said.content:
        yield built.text(said.content)
    for call in said.tool_calls or ():
        key = f"call_{length}_{built.called + 1}"
        built.call(key, key, call.function.name)
        asked = dict(call.function.arguments)
        yield built.arguments(key, json.dumps(asked, ensure_ascii=False))
    if part.done:
        built.word = part.done_reason or ""
        built.usage = Usage(part.prompt_eval_count, part.eval_count)
        if built.usage != Usage():
            yield UsageReport(built.usage)
