"""Rigs: a model in front of the scripted server, the fake, a real provider."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from parlance import Role, ToolCall, ToolResult
from parlance.adapters.llm.failing import by_status
from parlance.adapters.llm.fake import FakeChatModel, FakeStep, said
from parlance.domain import errors
from parlance.domain.capabilities import ANYTHING, ModelCapabilities
from parlance.domain.errors import ModelError
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage
from parlance.ports.chat_model import ChatModel

from labkit import faults
from labkit.contracts.chat_model import KEY
from labkit.faults import Failure
from labkit.live import LiveProvider
from labkit.replies import Reply
from labkit.request import ModelRequest, Turn
from labkit.script import Step
from labkit.server import WireServer

# url, key, what the model can do: None is what the adapter says by itself.
Make = Callable[[str, str, ModelCapabilities | None], ChatModel]
Steps = Step | Reply | Failure

_SIMPLE = {
    errors.RateLimited: Failure(429, "Too many requests."),
    errors.Overloaded: Failure(503, "No room."),
    errors.InvalidRequest: Failure(400, "messages: wrong."),
    errors.AuthFailed: Failure(403, "Not for you."),
}


@dataclass
class WireRig:
    """A model in front of the scripted server; `failures` are its dialect's.

    None in `failures` says that the dialect has no word for that error.
    """

    make: Make
    failures: Mapping[type[ModelError], Failure | None] = field(default_factory=dict)
    lacks: frozenset[str] = frozenset()
    _server: WireServer | None = None

    @property
    def requests(self) -> Sequence[ModelRequest]:
        """What the server could read."""
        exchanges = self._server.exchanges if self._server else []
        return [one.request for one in exchanges if one.request]

    @asynccontextmanager
    async def model(
        self, *steps: Steps, capabilities: ModelCapabilities | None = None
    ) -> AsyncIterator[ChatModel]:
        """Start a server with these steps, and a model that asks it."""
        with WireServer(steps) as self._server:
            model = self.make(self._server.url, KEY, capabilities)
            try:
                yield model
            finally:
                await model.aclose()

    @asynccontextmanager
    async def refused(self) -> AsyncIterator[ChatModel]:
        """Give a model whose first request is answered with 401."""
        async with self.model(Failure(401, "Incorrect API key provided.")) as model:
            yield model

    def failure(self, kind: type[ModelError]) -> Failure | None:
        """Give the dialect's form of an error."""
        return self.failures[kind] if kind in self.failures else _SIMPLE.get(kind)

    async def left(self) -> bool:
        """Wait a second at most for the server to note it."""
        assert self._server is not None
        for _ in range(100):
            if any(one.left_at is not None for one in self._server.exchanges[-1:]):
                return True
            await asyncio.sleep(0.01)
        return False


@dataclass
class FakeRig:
    """The fake, told in its own words what the script says; or one of its kind."""

    lacks: frozenset[str] = frozenset({"key"})
    kind: type[FakeChatModel] = FakeChatModel
    _model: FakeChatModel = field(default_factory=FakeChatModel)

    @property
    def requests(self) -> Sequence[ModelRequest]:
        """What it was asked."""
        return [_neutral(request) for request in self._model.requests]

    @asynccontextmanager
    async def model(
        self, *steps: Steps, capabilities: ModelCapabilities | None = None
    ) -> AsyncIterator[ChatModel]:
        """Give a fake with these steps."""
        whole = [one if isinstance(one, Step) else Step(one) for one in steps]
        played = [_fake(one) for one in whole for _ in range(one.times or 1)]
        self._model = self.kind(*played, capabilities=capabilities or ANYTHING)
        yield self._model
        await self._model.aclose()

    @asynccontextmanager
    async def refused(self) -> AsyncIterator[ChatModel]:
        """Give one that says so: it has no key of its own."""
        async with self.model(Failure(401)) as model:
            yield model

    def failure(self, kind: type[ModelError]) -> Failure:
        """Name the error: the fake raises whatever it is told."""
        return Failure(_SIMPLE.get(kind, Failure(400)).status, "As told.", kind=kind.__name__)

    async def left(self) -> bool:
        """Tell whether no stream is open."""
        return self._model.open_streams == 0


def _fake(step: Step) -> FakeStep:
    """Put a step of labkit into a step of the fake."""
    if isinstance(step.answer, Failure):
        return FakeStep(said(), error=_error(step.answer, step.answer.status))
    reply, more = _reply(step.answer), dict[str, Any]()
    broken = errors.ConnectionFailed("it broke")
    match step.fault:
        case faults.NoUsage():
            reply = replace(reply, usage=Usage())
        case faults.StallBeforeHeaders():
            more = {"delay": 3600}
        case faults.StallBetweenChunks(chunks=chunks):
            more = {"delay": 3600, "after": chunks}
        case faults.DropConnection():
            more = {"error": broken}
        case faults.CutStream(chunks=chunks) | faults.EndEarly(chunks=chunks):
            more = {"error": broken, "after": chunks}
        case faults.FailInStream(failure, chunks):
            more = {"error": _error(failure, None), "after": chunks}
        case faults.BadJson():
            more = {"error": errors.MalformedOutput("no JSON")}
    return FakeStep(reply, thought=step.answer.reasoning, **more)


def _error(failure: Failure, status: int | None) -> ModelError:
    if not failure.kind:
        return by_status(failure.status, failure.message, failure.retry_after)
    kind: type[ModelError] = getattr(errors, failure.kind)
    if issubclass(kind, errors.RateLimited | errors.Overloaded):
        return kind(failure.message, status, failure.retry_after)
    return kind(failure.message, status)


def _reply(reply: Reply) -> ChatReply:
    calls = [
        ToolCall(call.id or f"call_{number}", call.name, json.dumps(call.arguments))
        for number, call in enumerate(reply.tool_calls, 1)
    ]
    parts = ([reply.text] if reply.text else []) + calls
    used = Usage(*astuple(reply.usage)) if reply.usage else Usage()
    finish = FinishReason.OTHER if reply.finish_word else FinishReason(reply.reason)
    word = reply.finish_word or str(finish)
    return replace(said(*parts, usage=used), finish=finish, finish_word=word)


def _neutral(request: ChatRequest) -> ModelRequest:
    """Put a request into labkit's words, as its protocols do."""
    said_by = {role: [m for m in request.messages if m.role is role] for role in Role}
    parts = [part for message in said_by[Role.TOOL] for part in message.parts]
    return ModelRequest(
        protocol="openai-responses",
        model="fake",
        turns=tuple(
            Turn(str(message.role), message.text)
            for message in request.messages
            if message.role in {Role.USER, Role.ASSISTANT}
        ),
        system="\n".join(message.text for message in said_by[Role.SYSTEM]),
        tools=tuple(tool.name for tool in request.tools),
        tool_results={part.call_id: part.text for part in parts if isinstance(part, ToolResult)},
    )


@dataclass
class LiveRig:
    """A real provider, for the suite that holds whatever a model says.

    `make` gets an empty URL: the vendor's own address.
    """

    make: Make
    provider: LiveProvider
    lacks: frozenset[str] = frozenset()
    requests: Sequence[ModelRequest] = ()

    @asynccontextmanager
    async def model(
        self, *_steps: Steps, capabilities: ModelCapabilities | None = None
    ) -> AsyncIterator[ChatModel]:
        """Give the model; what a script would say is of no account."""
        async with self._asking(os.environ[self.provider.access], capabilities) as model:
            yield model

    @asynccontextmanager
    async def refused(self) -> AsyncIterator[ChatModel]:
        """Give the model with a key that nobody has issued."""
        async with self._asking(KEY, None) as model:
            yield model

    @asynccontextmanager
    async def _asking(
        self, key: str, capabilities: ModelCapabilities | None
    ) -> AsyncIterator[ChatModel]:
        model = self.make("", key, capabilities)
        try:
            yield model
        finally:
            await model.aclose()

    def failure(self, _kind: type[ModelError]) -> Failure | None:
        """A real provider fails when it likes."""
        return None

    async def left(self) -> bool:
        """Nobody outside can tell."""
        return True
