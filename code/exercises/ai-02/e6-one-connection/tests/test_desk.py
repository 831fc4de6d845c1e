import asyncio

from desk import Desk, open_desk
from labkit import Reply, WireServer
from parlance import Secret
from parlance.adapters.llm.fake import FakeChatModel

KEY = Secret("test-key")


def test_three_questions_share_a_connection() -> None:
    async def main(url: str) -> list[str]:
        async with open_desk(url, KEY) as desk:
            return [await desk.answer(f"{n}?") for n in range(3)]

    with WireServer([Reply(word) for word in ("No.", "One.", "Two.")]) as server:
        assert asyncio.run(main(server.openai_url)) == ["No.", "One.", "Two."]
    assert server.connections == 1


def test_a_desk_asks_the_model_that_it_is_lent() -> None:
    model = FakeChatModel("Two.")
    assert asyncio.run(Desk(model).answer("Ladders?")) == "Two."
    assert len(model.requests) == 1
