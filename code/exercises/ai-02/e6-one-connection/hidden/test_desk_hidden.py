import asyncio

import pytest
from desk import Desk, open_desk
from labkit import Reply, StallBetweenChunks, Step, WireServer
from parlance import Secret
from parlance.adapters.llm.fake import FakeChatModel

KEY = Secret("test-key")


def test_two_desks_share_a_model() -> None:
    model = FakeChatModel("One.", "Two.", "Three.")

    async def main() -> list[str]:
        first, second = Desk(model), Desk(model)
        return [
            await first.answer("?"),
            await second.answer("?"),
            await first.answer("?"),
        ]

    assert asyncio.run(main()) == ["One.", "Two.", "Three."]
    assert not model.closed


def test_a_beginning_leaves_no_stream_open() -> None:
    model = FakeChatModel("Two of them.", chunk=3)
    assert asyncio.run(Desk(model).begins("Ladders?")) == "Two"
    assert model.open_streams == 0


def test_the_provider_hears_that_nobody_reads_on() -> None:
    stalls = Step(Reply("a b c d e f"), fault=StallBetweenChunks(chunks=4))

    async def main(url: str) -> None:
        async with open_desk(url, KEY) as desk:
            async with asyncio.timeout(3):
                assert await desk.begins("?")
            for _ in range(100):
                if server.exchanges[0].left_at is not None:
                    break
                await asyncio.sleep(0.01)
            assert server.exchanges[0].left_at is not None

    with WireServer([stalls]) as server:
        asyncio.run(main(server.openai_url))


def test_the_end_of_the_block_is_the_end_of_the_model() -> None:
    async def main(url: str) -> None:
        async with open_desk(url, KEY) as desk:
            await desk.answer("?")
        with pytest.raises(RuntimeError, match="closed"):
            await desk.answer("?")

    with WireServer([Reply("Two.")]) as server:
        asyncio.run(main(server.openai_url))


def test_an_error_in_the_block_ends_it_as_well() -> None:
    async def main(url: str) -> None:
        desks = []
        with pytest.raises(ZeroDivisionError):
            async with open_desk(url, KEY) as desk:
                desks.append(desk)
                raise ZeroDivisionError
        with pytest.raises(RuntimeError, match="closed"):
            await desks[0].answer("?")

    with WireServer([]) as server:
        asyncio.run(main(server.openai_url))


def test_two_blocks_have_a_model_each() -> None:
    async def main(url: str) -> str:
        async with open_desk(url, KEY) as first:
            async with open_desk(url, KEY) as second:
                await second.answer("?")
            return await first.answer("?")

    with WireServer([Reply("One."), Reply("Two.")]) as server:
        assert asyncio.run(main(server.openai_url)) == "Two."
