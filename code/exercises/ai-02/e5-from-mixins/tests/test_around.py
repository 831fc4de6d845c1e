import asyncio

from around import Counted, Noted
from parlance import ChatMessage
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.requests import ChatRequest

ASK = ChatRequest.of([ChatMessage.user("Ladders?")])


def test_both_around_a_fake_in_either_order() -> None:
    inner = Counted(FakeChatModel("Two.", "Two."))
    outer = Noted(inner)
    for _ in range(2):
        assert asyncio.run(outer.complete(ASK)).text == "Two."
    assert (inner.asked, inner.answered, outer.notes) == (2, 2, ["stop"] * 2)
    noted = Noted(FakeChatModel("Two."))
    counted = Counted(noted)
    asyncio.run(counted.complete(ASK))
    assert (counted.asked, counted.answered) == (1, 1)
    assert noted.notes == ["stop"]


def test_a_stream_is_noted_and_counted_as_well() -> None:
    inner = Counted(FakeChatModel("Two."))
    outer = Noted(inner)

    async def main() -> None:
        async with outer.stream(ASK) as events:
            async for _ in events:
                pass

    asyncio.run(main())
    assert (inner.asked, inner.answered, outer.notes) == (1, 1, ["stop"])
