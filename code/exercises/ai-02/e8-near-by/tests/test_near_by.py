import asyncio

import pytest
from labkit import Failure, Reply, Usage, WireServer
from near_by import NearBy
from parlance import ChatMessage, Secret
from parlance.domain.errors import AuthFailed, RateLimited
from parlance.domain.events import Finished, TextDelta
from parlance.domain.replies import FinishReason
from parlance.domain.requests import ChatRequest

KEY = Secret("sk-harbour-4711-near")
ASK = ChatRequest.of([ChatMessage.user("Ladders?")])


def near_by(server: WireServer) -> NearBy:
    return NearBy(server.openai_url, KEY, "small")


def test_1_it_answers_over_one_connection() -> None:
    async def main() -> None:
        model = near_by(server)
        first = await model.complete(ASK)
        second = await model.complete(ASK)
        await model.aclose()
        assert (first.text, first.usage.total) == ("Two.", 12)
        assert first.finish is FinishReason.STOP
        assert second.finish is FinishReason.LENGTH

    script = [
        Reply("Two.", usage=Usage(10, 2)),
        Reply("Tw", usage=Usage(10, 1), finish="length"),
    ]
    with WireServer(script) as server:
        asyncio.run(main())
    assert server.connections == 1


def test_2_the_pieces_add_up() -> None:
    async def main() -> None:
        model = near_by(server)
        async with model.stream(ASK) as events:
            found = [event async for event in events]
        await model.aclose()
        texts = [e.text for e in found if isinstance(e, TextDelta)]
        assert len(texts) > 1
        assert "".join(texts) == "Two of them are free."
        assert isinstance(found[-1], Finished)
        assert found[-1].reply.text == "Two of them are free."
        assert found[-1].reply.usage.total == 15

    with WireServer(
        [Reply("Two of them are free.", usage=Usage(10, 5))]
    ) as server:
        asyncio.run(main())


@pytest.mark.parametrize(
    ("status", "kind"), [(429, RateLimited), (401, AuthFailed)]
)
def test_3_an_error_is_one_of_ours(status: int, kind: type) -> None:
    async def main() -> None:
        model = near_by(server)
        with pytest.raises(kind):
            await model.complete(ASK)
        await model.aclose()

    with WireServer([Failure(status, "No.")]) as server:
        asyncio.run(main())
    assert len(server.exchanges) == 1
