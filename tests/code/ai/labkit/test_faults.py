"""Each fault, as the vendors' clients see it."""

from __future__ import annotations

import json
import time
from typing import Any

import anthropic
import httpx
import httpx2
import ollama
import openai
import pytest
from labkit import (
    BadJson,
    CutStream,
    DropConnection,
    EndEarly,
    FailInStream,
    Failure,
    NoUsage,
    Rechunk,
    RepeatEnd,
    Reply,
    StallBeforeHeaders,
    StallBetweenChunks,
    Step,
)

REPLY = Reply("One two three four")
SOON = 0.5  # seconds: long enough for a slow machine, short enough for a test

# Where a client gives up and where the other side does. Ollama's lets httpx's errors through, and
# so does Anthropic's once a stream has begun.
TIMED_OUT = (openai.APITimeoutError, anthropic.APITimeoutError, httpx.ReadTimeout)
TIMED_OUT_IN_STREAM = (openai.APITimeoutError, httpx2.ReadTimeout, httpx.ReadTimeout)
BROKEN = (openai.APIConnectionError, anthropic.APIConnectionError, httpx.RemoteProtocolError)
BROKEN_IN_STREAM = (
    openai.APIConnectionError,
    httpx2.RemoteProtocolError,
    httpx.RemoteProtocolError,
)


def test_a_stall_before_the_headers_ends_when_the_client_gives_up(
    talker: Any, asking: Any, wire: Any
) -> None:
    server = wire(Step(REPLY, fault=StallBeforeHeaders()))
    with pytest.raises(TIMED_OUT):
        asking(talker(server.url, timeout=SOON), "Hi")
    wait_for(lambda: server.exchanges[0].ended_at)
    exchange = server.exchanges[0]
    assert exchange.status is None
    assert exchange.came_at < exchange.left_at <= exchange.ended_at


def test_a_stall_can_be_waited_for(talker: Any, asking: Any, wire: Any) -> None:
    server = wire(Step(REPLY, fault=StallBeforeHeaders(0.05)))
    assert asking(talker(server.url), "Hi").text == REPLY.text
    wait_for(lambda: server.exchanges[0].ended_at)
    assert server.exchanges[0].ended_at - server.exchanges[0].came_at >= 0.05


def test_a_stall_between_chunks_ends_when_the_client_gives_up(
    talker: Any, streaming: Any, wire: Any
) -> None:
    server = wire(Step(REPLY, fault=StallBetweenChunks(chunks=2)))
    with pytest.raises(TIMED_OUT_IN_STREAM):
        streaming(talker(server.url, timeout=SOON), "Hi")
    wait_for(lambda: server.exchanges[0].left_at)
    assert server.exchanges[0].status == 200


def test_a_short_stall_between_chunks_is_no_error(talker: Any, streaming: Any, wire: Any) -> None:
    server = wire(Step(REPLY, fault=StallBetweenChunks(0.05, chunks=2)))
    assert streaming(talker(server.url), "Hi").text == REPLY.text


@pytest.mark.parametrize(
    "fault", [CutStream(chunks=3), CutStream(after_bytes=0), CutStream(after_bytes=150)]
)
def test_a_cut_stream_is_an_error(talker: Any, streaming: Any, fault: Any, wire: Any) -> None:
    server = wire(Step(REPLY, fault=fault))
    with pytest.raises((*BROKEN_IN_STREAM, ValueError)):
        streaming(talker(server.url), "Hi")


def test_a_stream_may_be_cut_right_before_its_end(talker: Any, wire: Any) -> None:
    """Everything has arrived, only the end of the body has not: clients differ in what they say."""
    server = wire(Step(REPLY, fault=CutStream(chunks=99)))
    made = talker(server.url)
    if made.protocol == "openai-chat":  # stops to read at [DONE]
        assert made.stream("Hi").text == REPLY.text
    else:
        with pytest.raises(BROKEN_IN_STREAM):
            made.stream("Hi")


@pytest.mark.parametrize(
    "fault", [CutStream(), CutStream(after_bytes=7), CutStream(after_bytes=10**6)]
)
def test_an_answer_in_one_piece_can_be_cut_too(
    talker: Any, asking: Any, fault: Any, wire: Any
) -> None:
    server = wire(Step(REPLY, fault=fault))
    with pytest.raises(BROKEN):
        asking(talker(server.url), "Hi")


def test_a_connection_that_drops_is_an_error(talker: Any, way: Any, wire: Any) -> None:
    server = wire(Step(REPLY, fault=DropConnection()))
    with pytest.raises(BROKEN):
        way(talker(server.url), "Hi")
    assert server.exchanges[0].status is None


@pytest.mark.parametrize("chunk", [1, 3])
def test_json_broken_in_a_stream_is_an_error(
    talker: Any, streaming: Any, chunk: int, wire: Any
) -> None:
    server = wire(Step(REPLY, fault=BadJson(chunk)))
    with pytest.raises(json.JSONDecodeError):
        streaming(talker(server.url), "Hi")


def test_json_broken_in_one_piece_is_an_error_of_the_decoder(
    talker: Any, asking: Any, wire: Any
) -> None:
    """No client has a class of its own for it."""
    server = wire(Step(REPLY, fault=BadJson()))
    with pytest.raises(json.JSONDecodeError):
        asking(talker(server.url), "Hi")


def test_no_usage_is_none_and_not_zero(talker: Any, way: Any, wire: Any) -> None:
    if talker.protocol == "anthropic" and way is not None:
        pytest.skip("its SDK cannot read such a stream, see test_anthropic.py")
    server = wire(Step(REPLY, fault=NoUsage()))
    said = way(talker(server.url), "Hi")
    assert (said.text, said.usage) == (REPLY.text, None)


def test_a_reply_without_usage_is_the_same(talker: Any, wire: Any) -> None:
    server = wire(Reply("x", usage=None), Step(Reply("x"), fault=NoUsage()))
    bodies = [raw(server, talker.protocol, stream=False) for _ in range(2)]
    assert bodies[0].replace(b"_1", b"_2").replace(b'-1"', b'-2"') == bodies[1]


def test_a_failure_in_a_stream_is_an_error(talker: Any, streaming: Any, wire: Any) -> None:
    if talker.protocol == "openai-responses":
        pytest.skip("its SDK hands the error on as an event, see below")
    server = wire(Step(REPLY, fault=FailInStream(Failure(500, "It broke."), chunks=2)))
    kinds = (openai.APIError, anthropic.APIStatusError, ollama.ResponseError)
    with pytest.raises(kinds, match=r"It broke\."):
        streaming(talker(server.url), "Hi")


def test_a_failure_in_a_stream_of_responses_is_an_event(wire: Any) -> None:
    server = wire(Step(REPLY, fault=FailInStream(Failure(500, "It broke."), chunks=2)))
    client = openai.OpenAI(base_url=server.openai_url, api_key="test-key")
    *_, last = client.responses.create(model="m", input="Hi", stream=True)
    assert last.type == "error"
    assert (last.message, last.sequence_number) == ("It broke.", 2)


ENDS = {
    "openai-responses": b'"type":"response.completed"',
    "openai-chat": b'"finish_reason":"stop"',
    "anthropic": b'"type":"message_stop"',
    "ollama": b'"done":true',
}


@pytest.mark.parametrize(("fault", "times"), [(None, 1), (RepeatEnd(), 2)])
def test_the_end_may_come_twice(talker: Any, fault: Any, times: int, wire: Any) -> None:
    body = raw(wire(Step(REPLY, fault=fault)), talker.protocol, stream=True)
    assert body.count(ENDS[talker.protocol]) == times


def test_a_fault_may_come_with_an_error(talker: Any, wire: Any) -> None:
    server = wire(Step(Failure(500), fault=StallBeforeHeaders()))
    with pytest.raises(TIMED_OUT):
        talker(server.url, timeout=SOON).ask("Hi")


def test_a_fault_of_streams_needs_a_stream(talker: Any, asking: Any, wire: Any) -> None:
    server = wire(Step(REPLY, fault=RepeatEnd()), strict=False)
    kinds = (openai.APIStatusError, anthropic.APIStatusError, ollama.ResponseError)
    with pytest.raises(kinds, match="RepeatEnd is a fault of streams"):
        asking(talker(server.url), "Hi")


@pytest.mark.parametrize("wait", [0, 0.1], ids=["while it is sent", "while it stalls"])
def test_the_client_may_leave_a_stream(wait: float, wire: Any) -> None:
    servers = [wire(Step(REPLY, fault=StallBetweenChunks(chunks=9))) for _ in range(5)]
    for server in servers:  # whether something is still being sent is a matter of luck
        with openai.OpenAI(base_url=server.openai_url, api_key="test-key") as client:
            stream = client.responses.create(model="m", input="Hi", stream=True)
            next(stream)
            assert server.exchanges[0].left_at is None
            time.sleep(wait)
            stream.close()
    for server in servers:
        wait_for(lambda server=server: server.exchanges[0].left_at)


def raw(server: Any, protocol: str, *, stream: bool) -> bytes:
    """Ask as each protocol wants it, and give the bytes of the body."""
    paths = {
        "openai-responses": "/v1/responses",
        "openai-chat": "/v1/chat/completions",
        "anthropic": "/v1/messages",
        "ollama": "/api/chat",
    }
    messages = [{"role": "user", "content": "Hi"}]
    body = {"model": "m", "max_tokens": 9, "messages": messages, "input": "Hi", "stream": stream}
    headers = {"authorization": "Bearer test-key"}
    answer = httpx.post(server.url + paths[protocol], json=body, headers=headers, verify=False)
    return answer.content


def wait_for(seen: Any) -> None:
    """Wait until the server, in its thread, has noticed as well."""
    ends = time.monotonic() + 5
    while not seen():
        assert time.monotonic() < ends
        time.sleep(0.005)


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_stream_cut_anywhere_says_the_same(
    talker: Any, streaming: Any, wire: Any, size: int
) -> None:
    text = "Größe 3 m – 👩🏽‍🔧"
    server = wire(Step(Reply(text, pieces=tuple(text)), fault=Rechunk(size)))
    assert streaming(talker(server.url), "Hi").text == text


def test_a_stream_may_end_before_its_end_without_an_error_on_the_wire(wire: Any) -> None:
    server = wire(Step(REPLY, fault=EndEarly(3)))
    with openai.OpenAI(base_url=server.openai_url, api_key="k") as client:
        messages: Any = [{"role": "user", "content": "Hi"}]
        chunks = list(client.chat.completions.create(model="m", messages=messages, stream=True))
    assert [chunk.choices[0].finish_reason for chunk in chunks] == [None, None, None]
    wait_for(lambda: server.exchanges[0].ended_at)
    assert server.exchanges[0].left_at is None


def test_a_reason_to_stop_is_sent_as_it_is(talker: Any, asking: Any, wire: Any) -> None:
    server = wire(Reply("Well,", finish_word="moon_phase"))
    stop = asking(talker(server.url), "Hi").stop
    assert stop == ("incomplete" if talker.protocol == "openai-responses" else "moon_phase")
