"""The fake, and the model that counts what another one costs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from labkit.contracts.chat_model import ChatModelContract, Rig, gathered, reply_of, text_of
from labkit.contracts.rigs import FakeRig, Steps
from parlance import ChatMessage, ChatModel, ChatRequest, ModelCapabilities, Usage
from parlance.adapters.llm.fake import FakeChatModel, FakeStep, said
from parlance.domain.errors import (
    ConnectionFailed,
    ModelError,
    RateLimited,
    UnsupportedRequest,
)
from parlance.domain.events import TextDelta
from parlance.kernel.metered import Metered

QUESTION = ChatRequest.of([ChatMessage.user("Is a ladder free?")])
COST = Usage(12, 8, 0, 0, 0)


def test_it_plays_its_steps_and_keeps_what_it_was_asked() -> None:
    async def talk() -> None:
        model = FakeChatModel("Yes.", said("Two.", usage=COST), RateLimited("later"))
        assert (await model.complete(QUESTION)).text == "Yes."
        assert (await model.complete(QUESTION)).usage == COST
        with pytest.raises(RateLimited):
            await model.complete(QUESTION)
        with pytest.raises(AssertionError, match="no step for request 4"):
            await model.complete(QUESTION)
        assert model.requests == [QUESTION] * 4
        await model.aclose()
        with pytest.raises(RuntimeError, match="closed"):
            await model.complete(QUESTION)

    asyncio.run(talk())


def test_an_error_comes_where_the_step_says() -> None:
    async def talk(step: FakeStep) -> list[str]:
        pieces = []
        with pytest.raises(ConnectionFailed):
            async with FakeChatModel(step, chunk=3).stream(QUESTION) as events:
                async for event in events:
                    assert isinstance(event, TextDelta)
                    pieces.append(event.text)
        return pieces

    broken = ConnectionFailed("it broke")
    reply = said("abcdefgh")
    assert asyncio.run(talk(FakeStep(reply, broken, after=2))) == ["abc", "def"]
    assert asyncio.run(talk(FakeStep(reply, broken, after=99))) == ["abc", "def", "gh"]
    assert asyncio.run(talk(FakeStep(reply, broken))) == []


def test_pieces_of_one_character_are_enough() -> None:
    events = asyncio.run(gathered(FakeChatModel("👩🏽‍🔧 da", chunk=1), QUESTION))
    assert text_of(events) == reply_of(events).text == "👩🏽‍🔧 da"
    assert sum(isinstance(event, TextDelta) for event in events) == 7


def metered(*steps: str | ModelError | FakeStep, **options: ModelCapabilities) -> Metered:
    return Metered(FakeChatModel(*steps, **options))  # type: ignore[arg-type]


def test_the_costs_of_all_answers_add_up() -> None:
    async def talk() -> None:
        model = Metered(FakeChatModel(said("Yes.", usage=COST), said("Two.", usage=COST)))
        await model.complete(QUESTION)
        await gathered(model, QUESTION)
        assert (model.calls, model.usage) == (2, COST + COST)

    asyncio.run(talk())


@pytest.mark.parametrize(
    ("step", "known"),
    [
        (RateLimited("later"), True),
        (ConnectionFailed("no", sent=False), True),
        (ConnectionFailed("it broke"), False),
        (FakeStep(said("abcdefgh", usage=COST), ConnectionFailed("it broke"), after=1), False),
    ],
)
@pytest.mark.parametrize("way", ["complete", "stream"])
def test_what_failed_and_may_be_billed_makes_the_sum_unknown(
    step: FakeStep | ModelError, known: bool, way: str
) -> None:
    async def talk() -> None:
        model = metered(step)
        with pytest.raises(ModelError):
            if way == "complete":
                await model.complete(QUESTION)
            else:
                await gathered(model, QUESTION)
        assert model.usage == (Usage.zero() if known else Usage())
        assert model.calls == 1

    asyncio.run(talk())


def test_a_stream_that_was_left_has_an_unknown_cost() -> None:
    async def talk() -> None:
        model = Metered(FakeChatModel(said("Yes, two of them.", usage=COST)))
        async with model.stream(QUESTION) as events:
            async for _ in events:
                break
        assert model.usage == Usage()

    asyncio.run(talk())


@pytest.mark.parametrize(("pieces", "cost"), [(0, Usage()), (1, Usage()), (9, COST)])
def test_what_a_reader_raises_says_nothing_about_the_cost(pieces: int, cost: Usage) -> None:
    async def talk() -> None:
        model = Metered(FakeChatModel(said("abcdefgh", usage=COST), chunk=4))
        with pytest.raises(RateLimited):
            async with model.stream(QUESTION) as events:
                async for _ in events:
                    pieces_read.append(1)
                    if len(pieces_read) > pieces:
                        raise RateLimited("another model's")
                raise RateLimited("another model's")
        assert (model.calls, model.usage) == (1, cost)

    pieces_read: list[int] = []
    asyncio.run(talk())


def test_what_is_not_asked_costs_nothing() -> None:
    async def talk() -> None:
        model = metered("Yes.", capabilities=ModelCapabilities(streaming=False))
        assert not model.capabilities.streaming
        with pytest.raises(UnsupportedRequest):
            await gathered(model, QUESTION)
        assert model.usage == Usage.zero()

    asyncio.run(talk())


class MeteredRig(FakeRig):
    """The same rig, with one more face around the fake."""

    @asynccontextmanager
    async def model(
        self, *steps: Steps, capabilities: ModelCapabilities | None = None
    ) -> AsyncIterator[ChatModel]:
        async with super().model(*steps, capabilities=capabilities) as model:
            yield Metered(model)


class TestMetered(ChatModelContract):
    """A face around a model is a model: it keeps the same contract."""

    @pytest.fixture
    def rig(self) -> Rig:
        return MeteredRig()
