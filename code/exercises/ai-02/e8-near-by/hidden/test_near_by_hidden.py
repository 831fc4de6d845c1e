import asyncio
import traceback

import pytest
from labkit import BadJson, CutStream, DropConnection, EndEarly, Failure
from labkit import Reply, StallBeforeHeaders, StallBetweenChunks, Step
from labkit import WireServer
from labkit.faults import NoUsage, Rechunk
from near_by import NearBy
from parlance import ChatMessage, ImageReference, Secret
from parlance.domain.deadline import Deadline
from parlance.domain.errors import (
    ConnectionFailed,
    MalformedOutput,
    ModelError,
    Overloaded,
    ProviderTimeout,
    UnsupportedRequest,
)
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage

KEY = Secret("sk-harbour-4711-near")
ASK = ChatRequest.of([ChatMessage.user("Ladders?")])
PICTURE = ImageReference("https://harbour.example/ladder.png")
SHOWN = ChatRequest.of([ChatMessage.user("This one?", PICTURE)])


async def whole(model: NearBy, request: ChatRequest, **rest: object) -> object:
    return await model.complete(request, **rest)


async def pieces(model: NearBy, request: ChatRequest, **rest: object) -> object:
    async with model.stream(request, **rest) as events:
        return [event async for event in events][-1].reply


WAYS = pytest.mark.parametrize("way", [whole, pieces])


def asked(way, *script: object, request: ChatRequest = ASK, **rest: object):
    """Ask once; give the reply or the error, and the server."""

    async def main():
        model = NearBy(server.openai_url, KEY, "small")
        try:
            return await way(model, request, **rest)
        except ModelError as error:
            return error
        finally:
            await model.aclose()

    with WireServer(script) as server:
        return asyncio.run(main()), server


@WAYS
def test_the_hint_comes_along(way) -> None:
    error, _ = asked(way, Failure(503, "No room.", retry_after=7))
    assert type(error) is Overloaded
    assert (error.retry_after, error.status) == (7, 503)


@WAYS
def test_what_it_cannot_do_is_not_sent(way) -> None:
    error, server = asked(way, request=SHOWN)
    assert type(error) is UnsupportedRequest
    assert server.exchanges == []


@WAYS
def test_the_deadline_bounds_the_wait(way) -> None:
    slow = Step(Reply("Two."), fault=StallBeforeHeaders(seconds=1.5))
    error, _ = asked(way, slow, deadline=Deadline.after(0.2))
    assert type(error) is ProviderTimeout
    assert error.phase == "total"


@WAYS
def test_what_breaks_below_is_one_of_ours(way) -> None:
    error, _ = asked(way, Step(Reply("Two."), fault=DropConnection()))
    assert type(error) is ConnectionFailed


@WAYS
def test_what_cannot_be_read_is_said_to_be(way) -> None:
    error, _ = asked(way, Step(Reply("Two."), fault=BadJson()))
    assert type(error) is MalformedOutput


@WAYS
def test_what_was_not_counted_is_unknown(way) -> None:
    reply, _ = asked(way, Step(Reply("Two."), fault=NoUsage()))
    assert reply.usage == Usage()


@WAYS
def test_the_key_stands_in_no_traceback(way) -> None:
    quoted = Failure(401, f"Incorrect API key provided: {KEY.reveal()}")
    error, _ = asked(way, quoted)
    assert "4711" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("before", range(120, 200, 6))
@WAYS
def test_no_part_of_the_key_is_left_where_a_text_is_cut(way, before) -> None:
    error, _ = asked(way, Failure(401, "x" * before + KEY.reveal()))
    assert "harbour" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("fault", [CutStream(chunks=3), EndEarly(chunks=3)])
def test_half_a_stream_is_no_answer(fault: object) -> None:
    error, _ = asked(pieces, Step(Reply("Two of them."), fault=fault))
    assert type(error) is ConnectionFailed


def test_a_byte_at_a_time_is_read_as_well() -> None:
    text = "für Gäste, Pfand 20 €"
    reply, _ = asked(pieces, Step(Reply(text), fault=Rechunk(size=1)))
    assert reply.text == text


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_a_text_may_hold_other_ends_of_a_line(end: str) -> None:
    reply, _ = asked(pieces, Reply(f"a{end}b"))
    assert getattr(reply, "text", reply) == f"a{end}b"


def test_the_deadline_bounds_the_wait_between_pieces() -> None:
    stalls = Step(Reply("a b c"), fault=StallBetweenChunks(1.5, chunks=2))
    error, _ = asked(pieces, stalls, deadline=Deadline.after(0.3))
    assert type(error) is ProviderTimeout
    assert error.phase == "total"


def test_the_deadline_leaves_the_readers_time_alone() -> None:
    async def main() -> None:
        model = NearBy(server.openai_url, KEY, "small")
        written = False
        with pytest.raises(ProviderTimeout):
            async with model.stream(ASK, deadline=Deadline.after(0.3)) as all_:
                async for _ in all_:
                    if not written:
                        await asyncio.sleep(0.5)  # a page is written
                        written = True
        assert written
        await model.aclose()

    with WireServer([Reply("a b c d e f")]) as server:
        asyncio.run(main())


def test_streams_share_the_connection() -> None:
    async def main() -> None:
        model = NearBy(server.openai_url, KEY, "small")
        for way in (pieces, whole, pieces):
            await way(model, ASK)
        await model.aclose()

    with WireServer([Reply("Two.")] * 3) as server:
        asyncio.run(main())
    assert server.connections == 1


def test_the_first_piece_comes_before_the_last_is_sent() -> None:
    stalls = Step(Reply("a b c d e f"), fault=StallBetweenChunks(chunks=4))

    async def main() -> None:
        model = NearBy(server.openai_url, KEY, "small")
        async with asyncio.timeout(2):
            async with model.stream(ASK) as events:
                async for _ in events:
                    break
        for _ in range(100):
            if server.exchanges[0].left_at is not None:
                break
            await asyncio.sleep(0.01)
        assert server.exchanges[0].left_at is not None
        await model.aclose()

    with WireServer([stalls]) as server:
        asyncio.run(main())


def test_a_closed_model_is_not_asked() -> None:
    async def main() -> None:
        model = NearBy(server.openai_url, KEY, "small")
        await model.aclose()
        await model.aclose()
        for way in (whole, pieces):
            with pytest.raises(RuntimeError, match="closed"):
                await way(model, ASK)

    with WireServer([]) as server:
        asyncio.run(main())
    assert server.exchanges == []


def test_neither_repr_nor_attributes_show_the_key() -> None:
    model = NearBy("http://127.0.0.1:1", KEY, "small")
    assert "4711" not in repr(model)
    assert KEY.reveal() not in map(str, vars(model).values())
