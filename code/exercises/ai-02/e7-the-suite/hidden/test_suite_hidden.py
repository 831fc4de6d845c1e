import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from suite import check
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.errors import (
    ConnectionFailed,
    InvalidRequest,
    RateLimited,
    UnsupportedRequest,
)
from parlance.domain.events import Finished, TextDelta
from parlance.domain.replies import FinishReason


def found_out(kind: type[FakeChatModel]) -> None:
    with pytest.raises(AssertionError):
        asyncio.run(check(kind))


def streaming(change):
    """Make a kind whose stream goes through this generator."""

    class Changed(FakeChatModel):
        @asynccontextmanager
        async def stream(self, request, *, deadline=None):
            async with super().stream(request, deadline=deadline) as events:
                yield change(events)

    return Changed


def test_one_that_says_stop_whatever_happened() -> None:
    class Content(FakeChatModel):
        async def complete(self, request, *, deadline=None):
            reply = await super().complete(request, deadline=deadline)
            return replace(reply, finish=FinishReason.STOP)

    found_out(Content)


def test_one_that_loses_the_hint() -> None:
    class Hasty(FakeChatModel):
        async def complete(self, request, *, deadline=None):
            try:
                return await super().complete(request, deadline=deadline)
            except RateLimited as error:
                raise RateLimited(str(error), error.status) from None

    found_out(Hasty)


def test_one_that_blurs_errors() -> None:
    class Blurring(FakeChatModel):
        async def complete(self, request, *, deadline=None):
            try:
                return await super().complete(request, deadline=deadline)
            except InvalidRequest as error:
                if type(error) is not InvalidRequest:
                    raise
                raise ConnectionFailed(str(error), error.status) from None

    found_out(Blurring)


def test_one_that_ends_twice() -> None:
    async def twice(events):
        async for event in events:
            yield event
            if isinstance(event, Finished):
                yield event

    found_out(streaming(twice))


def test_one_that_swallows_a_piece() -> None:
    async def swallowing(events):
        number = 0
        async for event in events:
            number += isinstance(event, TextDelta)
            if number != 2 or not isinstance(event, TextDelta):
                yield event

    found_out(streaming(swallowing))


def test_one_that_calls_half_an_answer_whole() -> None:
    class Kind(FakeChatModel):
        @asynccontextmanager
        async def stream(self, request, *, deadline=None):
            whole = self._steps[len(self.requests)].reply

            async def kindly(events):
                try:
                    async for event in events:
                        yield event
                except ConnectionFailed:
                    yield Finished(whole)

            async with super().stream(request, deadline=deadline) as events:
                yield kindly(events)

    found_out(Kind)


def test_one_whose_streams_stay_open() -> None:
    class Leaking(FakeChatModel):
        @asynccontextmanager
        async def stream(self, request, *, deadline=None):
            async with super().stream(request, deadline=deadline) as events:
                yield events
            self.open_streams += 1

    found_out(Leaking)


def test_one_that_asks_before_it_looks() -> None:
    class Eager(FakeChatModel):
        @asynccontextmanager
        async def stream(self, request, *, deadline=None):
            try:
                async with super().stream(request, deadline=deadline) as events:
                    yield events
            except UnsupportedRequest:
                self.requests.append(request)  # it had asked by then
                raise

    found_out(Eager)


def test_one_that_answers_after_its_end() -> None:
    class Undead(FakeChatModel):
        async def aclose(self) -> None:
            """Go on."""

    found_out(Undead)


def test_one_whose_streams_go_on_after_its_end() -> None:
    class Flowing(FakeChatModel):
        @asynccontextmanager
        async def stream(self, request, *, deadline=None):
            self.closed = False
            async with super().stream(request, deadline=deadline) as events:
                yield events

    found_out(Flowing)


def test_one_that_forgets_what_broke_a_stream() -> None:
    async def forgetting(events):
        try:
            async for event in events:
                yield event
        except ConnectionFailed:
            raise ConnectionFailed("gone") from None

    found_out(streaming(forgetting))


def test_one_that_lets_a_foreign_error_out() -> None:
    class Foreign(FakeChatModel):
        async def complete(self, request, *, deadline=None):
            try:
                return await super().complete(request, deadline=deadline)
            except RateLimited as error:
                raise KeyError("vendor") from error

    found_out(Foreign)
