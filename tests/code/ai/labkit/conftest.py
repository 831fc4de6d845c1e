"""The vendors' clients behind one face, and no network but the loopback address."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import anthropic
import ollama
import openai
import pytest
from labkit.fixtures import wire  # noqa: F401 - a fixture
from labkit.guards import loopback_only

LOOK_UP = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
}


@pytest.fixture(autouse=True)
def loopback() -> Iterator[None]:
    with loopback_only():
        yield


@dataclass
class Said:
    """What a client made of a reply; `pieces` is what a stream gave, one by one."""

    pieces: list[str] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    stop: str | None = None
    usage: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        return "".join(self.pieces)


class Talker:
    """A client of one protocol; `url` None is the vendor's own address."""

    protocol: ClassVar[str]
    errors: ClassVar[Any]
    stops: ClassVar[dict[str, str]]
    unauthorized: ClassVar[type[Exception]]

    def __init__(
        self,
        url: str | None,
        key: str | None = "test-key",
        model: str = "any-model",
        **options: Any,
    ) -> None:
        self.url, self.key, self.model = url, key, model
        self.options = {"timeout": 5.0, **options}

    @property
    def made(self) -> dict[str, Any]:
        return {"base_url": self.url, "api_key": self.key, "max_retries": 0, **self.options}

    def transport(self, name: str) -> dict[str, Any]:
        """Give a local client no certificates, which take longer to read than it runs."""
        return {"http_client": getattr(self.errors, name)(verify=False)} if self.url else {}

    @property
    def now(self) -> dict[str, Any]:
        return self.made | self.transport("DefaultHttpxClient")

    @property
    def later(self) -> dict[str, Any]:
        return self.made | self.transport("DefaultAsyncHttpxClient")

    def ask(self, text: str, tool: bool = False) -> Said:
        raise NotImplementedError

    def stream(self, text: str, tool: bool = False) -> Said:
        raise NotImplementedError

    async def ask_later(self, text: str) -> Said:
        raise NotImplementedError

    async def stream_later(self, text: str) -> Said:
        raise NotImplementedError


class FromOpenAI(Talker):
    errors = openai
    unauthorized = openai.AuthenticationError

    @property
    def made(self) -> dict[str, Any]:
        return super().made | {"base_url": self.url and f"{self.url}/v1"}


class Responses(FromOpenAI):
    protocol = "openai-responses"
    stops: ClassVar = {"stop": "completed", "length": "incomplete", "tool_calls": "completed"}

    def asked(self, text: str, tool: bool = False) -> dict[str, Any]:
        tools = [{"type": "function", "name": "look_up", "parameters": LOOK_UP, "strict": False}]
        return {"model": self.model, "input": text} | ({"tools": tools} if tool else {})

    def ask(self, text: str, tool: bool = False) -> Said:
        with openai.OpenAI(**self.now) as client:
            return self.read(client.responses.create(**self.asked(text, tool)))

    async def ask_later(self, text: str) -> Said:
        async with openai.AsyncOpenAI(**self.later) as client:
            return self.read(await client.responses.create(**self.asked(text)))

    def stream(self, text: str, tool: bool = False) -> Said:
        with (
            openai.OpenAI(**self.now) as client,
            client.responses.stream(**self.asked(text, tool)) as stream,
        ):
            pieces = [e.delta for e in stream if e.type == "response.output_text.delta"]
            return self.read(stream.get_final_response(), pieces)

    async def stream_later(self, text: str) -> Said:
        async with (
            openai.AsyncOpenAI(**self.later) as client,
            client.responses.stream(**self.asked(text)) as stream,
        ):
            pieces = [e.delta async for e in stream if e.type == "response.output_text.delta"]
            return self.read(await stream.get_final_response(), pieces)

    def read(self, response: Any, pieces: list[str] | None = None) -> Said:
        calls = [item for item in response.output if item.type == "function_call"]
        usage = response.usage
        return Said(
            [response.output_text] if pieces is None else pieces,
            [(call.name, json.loads(call.arguments)) for call in calls],
            response.status,
            usage and (usage.input_tokens, usage.output_tokens),
        )


class Chat(FromOpenAI):
    protocol = "openai-chat"
    stops: ClassVar = {"stop": "stop", "length": "length", "tool_calls": "tool_calls"}

    def asked(self, text: str, tool: bool = False) -> dict[str, Any]:
        tools = [{"type": "function", "function": {"name": "look_up", "parameters": LOOK_UP}}]
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "user", "content": text}],
        }
        return asked | ({"tools": tools} if tool else {})

    def ask(self, text: str, tool: bool = False) -> Said:
        with openai.OpenAI(**self.now) as client:
            return self.read(client.chat.completions.create(**self.asked(text, tool)))

    async def ask_later(self, text: str) -> Said:
        async with openai.AsyncOpenAI(**self.later) as client:
            return self.read(await client.chat.completions.create(**self.asked(text)))

    def stream(self, text: str, tool: bool = False) -> Said:
        usage: Any = {"include_usage": True}
        with (
            openai.OpenAI(**self.now) as client,
            client.chat.completions.stream(
                **self.asked(text, tool), stream_options=usage
            ) as stream,
        ):
            pieces = [e.delta for e in stream if e.type == "content.delta" and e.delta]
            return self.read(stream.get_final_completion(), pieces)

    async def stream_later(self, text: str) -> Said:
        usage: Any = {"include_usage": True}
        async with (
            openai.AsyncOpenAI(**self.later) as client,
            client.chat.completions.stream(**self.asked(text), stream_options=usage) as stream,
        ):
            pieces = [e.delta async for e in stream if e.type == "content.delta" and e.delta]
            return self.read(await stream.get_final_completion(), pieces)

    def read(self, completion: Any, pieces: list[str] | None = None) -> Said:
        choice, usage = completion.choices[0], completion.usage
        calls = [call.function for call in choice.message.tool_calls or ()]
        return Said(
            [choice.message.content or ""] if pieces is None else pieces,
            [(call.name, json.loads(call.arguments)) for call in calls],
            choice.finish_reason,
            usage and (usage.prompt_tokens, usage.completion_tokens),
        )


class Messages(Talker):
    protocol = "anthropic"
    errors = anthropic
    unauthorized = anthropic.AuthenticationError
    stops: ClassVar = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}

    def asked(self, text: str, tool: bool = False) -> dict[str, Any]:
        tools = [{"name": "look_up", "input_schema": LOOK_UP}]
        messages = [{"role": "user", "content": text}]
        asked = {"model": self.model, "max_tokens": 200, "messages": messages}
        return asked | ({"tools": tools} if tool else {})

    def ask(self, text: str, tool: bool = False) -> Said:
        with anthropic.Anthropic(**self.now) as client:
            return self.read(client.messages.create(**self.asked(text, tool)))

    async def ask_later(self, text: str) -> Said:
        async with anthropic.AsyncAnthropic(**self.later) as client:
            return self.read(await client.messages.create(**self.asked(text)))

    def stream(self, text: str, tool: bool = False) -> Said:
        with (
            anthropic.Anthropic(**self.now) as client,
            client.messages.stream(**self.asked(text, tool)) as stream,
        ):
            pieces = list(stream.text_stream)
            return self.read(stream.get_final_message(), pieces)

    async def stream_later(self, text: str) -> Said:
        async with (
            anthropic.AsyncAnthropic(**self.later) as client,
            client.messages.stream(**self.asked(text)) as stream,
        ):
            pieces = [piece async for piece in stream.text_stream]
            return self.read(await stream.get_final_message(), pieces)

    def read(self, message: Any, pieces: list[str] | None = None) -> Said:
        texts = [block.text for block in message.content if block.type == "text"]
        usage = message.usage
        return Said(
            texts if pieces is None else pieces,
            [(block.name, block.input) for block in message.content if block.type == "tool_use"],
            message.stop_reason,
            usage and (usage.input_tokens, usage.output_tokens),
        )


class Ollama(Talker):
    protocol = "ollama"
    errors = ollama
    unauthorized = ollama.ResponseError
    stops: ClassVar = {"stop": "stop", "length": "length", "tool_calls": "stop"}

    @property
    def made(self) -> dict[str, Any]:
        return {"host": self.url, "verify": not self.url, **self.options}

    def asked(self, text: str, tool: bool = False) -> dict[str, Any]:
        tools = [{"type": "function", "function": {"name": "look_up", "parameters": LOOK_UP}}]
        messages = [{"role": "user", "content": text}]
        return {"model": self.model, "messages": messages} | ({"tools": tools} if tool else {})

    def ask(self, text: str, tool: bool = False) -> Said:
        with ollama.Client(**self.made) as client:
            return self.read([client.chat(**self.asked(text, tool))])

    async def ask_later(self, text: str) -> Said:
        async with ollama.AsyncClient(**self.made) as client:
            return self.read([await client.chat(**self.asked(text))])

    def stream(self, text: str, tool: bool = False) -> Said:
        with ollama.Client(**self.made) as client:
            return self.read(list(client.chat(**self.asked(text, tool), stream=True)))

    async def stream_later(self, text: str) -> Said:
        async with ollama.AsyncClient(**self.made) as client:
            parts: AsyncIterator[Any] = await client.chat(**self.asked(text), stream=True)
            return self.read([part async for part in parts])

    def read(self, parts: list[Any]) -> Said:
        last = parts[-1]
        counts = last.prompt_eval_count, last.eval_count
        return Said(
            [part.message.content for part in parts if part.message.content],
            [
                (call.function.name, call.function.arguments)
                for part in parts
                for call in part.message.tool_calls or ()
            ],
            last.done_reason,
            None if None in counts else counts,
        )


TALKERS: tuple[type[Talker], ...] = (Responses, Chat, Messages, Ollama)
Way = Callable[[Talker, str], Said]


def later(way: Callable[[Any, str], Any]) -> Way:
    return lambda talker, text: asyncio.run(way(talker, text))


WAYS: dict[str, Way] = {
    "ask": lambda talker, text: talker.ask(text),
    "stream": lambda talker, text: talker.stream(text),
    "ask later": later(lambda talker, text: talker.ask_later(text)),
    "stream later": later(lambda talker, text: talker.stream_later(text)),
}


@pytest.fixture(params=TALKERS, ids=lambda talker: talker.protocol)
def talker(request: pytest.FixtureRequest) -> type[Talker]:
    """A client of each protocol."""
    found: type[Talker] = request.param
    return found


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Each way to ask: in one piece or as a stream, with a coroutine or without."""
    return WAYS[request.param]


@pytest.fixture(params=["stream", "stream later"])
def streaming(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture(params=["ask", "ask later"])
def asking(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]
