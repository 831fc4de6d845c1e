import asyncio
from contextlib import asynccontextmanager

import pytest
from around import Counted, Noted
from parlance import ChatMessage
from parlance.adapters.llm.fake import FakeChatModel, FakeStep, said
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.deadline import Deadline
from parlance.domain.errors import Overloaded, ProviderTimeout
from parlance.domain.requests import ChatRequest

ASK = ChatRequest.of([ChatMessage.user("Ladders?")])


def test_the_deadline_bounds_all_of_it() -> None:
    fake = FakeChatModel(FakeStep(said("Two."), delay=0.5))
    model = Noted(Counted(fake))
    with pytest.raises(ProviderTimeout):
        asyncio.run(model.complete(ASK, deadline=Deadline.after(0.05)))


def test_the_deadline_bounds_a_stream_as_well() -> None:
    model = Noted(Counted(FakeChatModel(FakeStep(said("Two."), delay=0.5))))

    async def main() -> None:
        async with model.stream(ASK, deadline=Deadline.after(0.05)) as events:
            async for _ in events:
                pass

    with pytest.raises(ProviderTimeout):
        asyncio.run(main())


def test_a_stream_that_fails_is_asked_and_not_answered() -> None:
    inner = Counted(FakeChatModel(Overloaded("No room.", 503)))
    model = Noted(inner)

    async def main() -> None:
        async with model.stream(ASK) as events:
            async for _ in events:
                pass

    with pytest.raises(Overloaded):
        asyncio.run(main())
    assert (inner.asked, inner.answered, model.notes) == (1, 0, [])


def test_an_error_is_asked_and_not_answered() -> None:
    model = Counted(FakeChatModel(Overloaded("No room.", 503)))
    with pytest.raises(Overloaded):
        asyncio.run(model.complete(ASK))
    assert (model.asked, model.answered) == (1, 0)


def test_a_stream_that_is_left_has_no_answer() -> None:
    fake = FakeChatModel("Two of them.", chunk=2)
    model = Noted(Counted(fake))

    async def main() -> None:
        async with model.stream(ASK) as events:
            async for _ in events:
                break

    asyncio.run(main())
    assert model.notes == []
    assert fake.open_streams == 0


def test_nothing_is_read_that_nobody_wants() -> None:
    read = []

    class Metered(FakeChatModel):
        @asynccontextmanager
        async def stream(self, request, *, deadline=None):
            async def noting(events):
                async for event in events:
                    read.append(event)
                    yield event

            async with super().stream(request, deadline=deadline) as events:
                yield noting(events)

    model = Noted(Counted(Metered("Two of them.", chunk=2)))

    async def main() -> None:
        async with model.stream(ASK) as events:
            async for _ in events:
                break

    asyncio.run(main())
    assert len(read) == 1


def test_what_the_model_learns_later_is_told() -> None:
    class Learning(FakeChatModel):
        able = ModelCapabilities(tools=False)

        @property
        def capabilities(self) -> ModelCapabilities:
            return self.able

    inner = Learning("Two.")
    outer = Noted(inner)
    inner.able = ModelCapabilities(tools=True)
    assert outer.capabilities.tools


def test_closing_reaches_the_model() -> None:
    fake = FakeChatModel()
    asyncio.run(Noted(Counted(fake)).aclose())
    assert fake.closed
