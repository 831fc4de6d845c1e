"""A model that says what a test tells it to say, under the same contract."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from parlance.adapters.llm.asking import (
    Events,
    admit,
    handed_out,
    within,
)
from parlance.domain.capabilities import ANYTHING, ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import ModelError
from parlance.domain.events import (
    Finished,
    ReasoningDelta,
    StreamEvent,
    TextDelta,
    ToolCallDelta,
    UsageReport,
)
from parlance.domain.messages import ChatMessage, Text, ToolCall
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage


@dataclass(frozen=True, slots=True)
class FakeStep:
    """One answer: a reply, and what goes wrong with it.

    First `delay` seconds pass, then an `error` comes in place of the reply;
    in a stream, both after `after` events. `thought` is what a stream tells
    of the reasoning.
    """

    reply: ChatReply
    error: ModelError | None = None
    delay: float = 0.0
    after: int = 0
    thought: str = ""


def said(
    *parts: str | Text | ToolCall, usage: Usage | None = None
) -> ChatReply:
    """Give a reply that says this; its cost is unknown if not given."""
    message = ChatMessage.assistant(*parts) if parts else None
    calls = message.tool_calls if message else ()
    finish = FinishReason.TOOL_CALLS if calls else FinishReason.STOP
    cost = usage or Usage()
    return ChatReply(message, cost, finish, "fake", str(finish))


class FakeChatModel:
    """Plays its steps in order; to ask for one more is a mistake.

    `chunk` is how many characters a stream brings at once. `requests` is what
    was asked, `open_streams` how many have not been closed.
    """

    def __init__(
        self,
        *steps: str | ChatReply | ModelError | FakeStep,
        chunk: int = 4,
        capabilities: ModelCapabilities = ANYTHING,
    ) -> None:
        self._steps = [_step(one) for one in steps]
        self._chunk = chunk
        self._capabilities = capabilities
        self.requests: list[ChatRequest] = []
        self.open_streams = 0
        self.closed = False

    @property
    def capabilities(self) -> ModelCapabilities:
        """What it was told that it can do."""
        return self._capabilities

    async def complete(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> ChatReply:
        """Give the next reply, or raise what the step has in its place."""
        admit(request, self._capabilities, closed=self.closed)
        async with within(deadline):
            step = self._next(request)
            await asyncio.sleep(step.delay)
        if step.error:
            raise step.error
        return step.reply

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, *, deadline: Deadline | None = None
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        """Give the next reply in pieces."""
        able = self._capabilities
        admit(request, able, stream=True, closed=self.closed)
        wait = partial(within, deadline)
        async with wait():
            step = self._next(request)
        self.open_streams += 1
        try:
            async with handed_out(self._events(step), wait) as events:
                yield events
        finally:
            self.open_streams -= 1

    async def _events(self, step: FakeStep) -> Events:
        pieces = list(self._pieces(step))
        trouble = min(step.after, len(pieces) - 1)
        for number, event in enumerate(pieces):
            if number == trouble:
                await asyncio.sleep(step.delay)
                if step.error:
                    raise step.error
            yield event

    def _pieces(self, step: FakeStep) -> Iterator[StreamEvent]:
        reply = step.reply
        for thought in self._cut(step.thought):
            yield ReasoningDelta(thought)
        for part in reply.message.parts if reply.message else ():
            match part:
                case Text(text):
                    yield from map(TextDelta, self._cut(text))
                case ToolCall(id=call_id, name=name, arguments=arguments):
                    for piece in self._cut(arguments):
                        yield ToolCallDelta(call_id, name, piece)
        if reply.usage != Usage():
            yield UsageReport(reply.usage)
        yield Finished(reply)

    def _cut(self, text: str) -> Iterator[str]:
        for start in range(0, len(text), self._chunk):
            yield text[start : start + self._chunk]

    def _next(self, request: ChatRequest) -> FakeStep:
        self.requests.append(request)
        if len(self.requests) > len(self._steps):
            raise AssertionError(f"no step for request {len(self.requests)}")
        return self._steps[len(self.requests) - 1]

    async def aclose(self) -> None:
        """Ask no more: a test sees that it was closed."""
        self.closed = True


def _step(one: str | ChatReply | ModelError | FakeStep) -> FakeStep:
    match one:
        case FakeStep():
            return one
        case ModelError():
            return FakeStep(said(), error=one)
        case ChatReply():
            return FakeStep(one)
    return FakeStep(said(one) if one else said())
