"""The contract suite itself: the fake keeps it, and what breaks it is found out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from labkit.contracts.chat_model import ChatModelContract, Rig
from labkit.contracts.rigs import FakeRig
from parlance import ChatReply, ChatRequest, Usage
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.errors import InvalidRequest, Overloaded, RateLimited
from parlance.domain.events import Finished, StreamEvent


class TestFake(ChatModelContract):
    @pytest.fixture
    def rig(self) -> Rig:
        return FakeRig()


class Retrying(FakeChatModel):
    """Asks again by itself, as the SDKs do by default."""

    async def complete(self, request: ChatRequest, **more: Any) -> ChatReply:
        try:
            return await super().complete(request, **more)
        except RateLimited:
            return await super().complete(request, **more)


class Guessing(FakeChatModel):
    """Takes zero for what it does not know."""

    async def complete(self, request: ChatRequest, **more: Any) -> ChatReply:
        reply = await super().complete(request, **more)
        if reply.usage == Usage():
            return ChatReply(reply.message, Usage.zero(), reply.finish, reply.model)
        return reply


class Blurring(FakeChatModel):
    """Says of every error of a provider that the request was wrong."""

    async def complete(self, request: ChatRequest, **more: Any) -> ChatReply:
        try:
            return await super().complete(request, **more)
        except Overloaded as error:
            raise InvalidRequest(str(error), error.status) from error


class Hasty(FakeChatModel):
    """Drops the hint when to come back."""

    async def complete(self, request: ChatRequest, **more: Any) -> ChatReply:
        try:
            return await super().complete(request, **more)
        except RateLimited as error:
            raise RateLimited(str(error), error.status) from error


class Streaming(FakeChatModel):
    """Streams in the way that its `change` makes of the events."""

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, **more: Any
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        async with super().stream(request, **more) as events:
            yield self.change(events)

    async def change(self, events: AsyncIterator[StreamEvent]) -> AsyncIterator[StreamEvent]:
        async for event in events:
            yield event


class Endless(Streaming):
    """Never says that it is finished."""

    async def change(self, events: AsyncIterator[StreamEvent]) -> AsyncIterator[StreamEvent]:
        async for event in events:
            if not isinstance(event, Finished):
                yield event


class Stuttering(Streaming):
    """Says twice that it is finished."""

    async def change(self, events: AsyncIterator[StreamEvent]) -> AsyncIterator[StreamEvent]:
        async for event in events:
            yield event
            if isinstance(event, Finished):
                yield event


class Leaking(FakeChatModel):
    """Keeps a stream open that nobody reads."""

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, **more: Any
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        async with super().stream(request, **more) as events:
            yield events
        self.open_streams += 1


class Swallowing(FakeChatModel):
    """Takes half a stream for an answer."""

    @asynccontextmanager
    async def stream(
        self, request: ChatRequest, **more: Any
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        async def quiet(events: AsyncIterator[StreamEvent]) -> AsyncIterator[StreamEvent]:
            try:
                async for event in events:
                    yield event
            except Exception:
                return

        async with super().stream(request, **more) as events:
            yield quiet(events)


class Eager(FakeChatModel):
    """Sends before it looks at what it can do."""

    async def complete(self, request: ChatRequest, **more: Any) -> ChatReply:
        self.requests.append(request)
        return await super().complete(request, **more)


WHOLE = {"way": "complete"}


@pytest.mark.parametrize(
    ("kind", "name", "arguments"),
    [
        (Retrying, "test_nothing_is_tried_again", WHOLE),
        (Guessing, "test_a_cost_that_nobody_tells_is_unknown", WHOLE),
        (Blurring, "test_each_error_is_ours", WHOLE | {"kind": Overloaded}),
        (
            Hasty,
            "test_the_hint_when_to_come_back_is_kept",
            WHOLE | {"kind": RateLimited, "seconds": 2.0},
        ),
        (Endless, "test_a_stream_comes_in_pieces_that_add_up", {}),
        (Stuttering, "test_an_end_that_comes_twice_ends_once", {}),
        (Leaking, "test_a_stream_that_is_left_is_closed", {}),
        (Swallowing, "test_an_error_in_a_stream_is_ours", {}),
        (Eager, "test_what_it_cannot_do_is_not_sent", WHOLE),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_model_that_breaks_the_contract_is_found_out(
    kind: type[FakeChatModel], name: str, arguments: dict[str, Any]
) -> None:
    def run(rig: Rig) -> None:
        asyncio.run(getattr(ChatModelContract(), name)(rig, **arguments))

    run(FakeRig())
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        run(FakeRig(kind=kind))
