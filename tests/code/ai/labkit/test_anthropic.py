"""What only Anthropic's protocol has."""

from __future__ import annotations

from typing import Any

import anthropic
import pytest
from labkit import Expect, FailInStream, Failure, NoUsage, Reply, Step, ToolCall, Usage

ASKED: Any = {"model": "m", "max_tokens": 50, "messages": [{"role": "user", "content": "Hi"}]}
USAGE = Usage(input=100, output=20, cached_input=30, cache_write=10, reasoning=5)


def client(server: Any, **options: Any) -> anthropic.Anthropic:
    plain = anthropic.DefaultHttpxClient(verify=False)  # reading certificates takes long
    return anthropic.Anthropic(
        base_url=server.url, api_key="test-key", http_client=plain, **options
    )


def test_each_event_of_a_stream_is_a_type_of_the_sdk(wire: Any) -> None:
    reply = Reply("Two words", (ToolCall("f", {"n": 1}),), USAGE, reasoning="So.")
    server = wire(reply)
    events = list(client(server).messages.create(**ASKED, stream=True))
    names = [getattr(getattr(event, "delta", None), "type", None) or event.type for event in events]
    assert names == [
        "message_start",
        *("content_block_start", "thinking_delta", "signature_delta", "content_block_stop"),
        *("content_block_start", "text_delta", "text_delta", "content_block_stop"),
        "content_block_start",
        *["input_json_delta"] * 3,
        "content_block_stop",
        *("message_delta", "message_stop"),
    ]
    for event in events:
        type(event).model_validate(event.model_dump(exclude_unset=True))


def test_a_message_in_one_piece_is_valid(wire: Any) -> None:
    reply = Reply("Two words", (ToolCall("f", {"n": 1}),), USAGE, reasoning="So.")
    message = client(wire(reply)).messages.create(**ASKED)
    type(message).model_validate(message.model_dump(exclude_unset=True))
    assert [block.type for block in message.content] == ["thinking", "text", "tool_use"]


@pytest.mark.parametrize("stream", [False, True])
def test_input_is_counted_without_what_a_cache_held_or_got(wire: Any, stream: bool) -> None:
    with client(wire(Reply("x", usage=USAGE))) as made:
        if stream:
            with made.messages.stream(**ASKED) as streamed:
                usage = streamed.get_final_message().usage
        else:
            usage = made.messages.create(**ASKED).usage
    assert usage.input_tokens == 60
    assert usage.cache_read_input_tokens == 30
    assert usage.cache_creation_input_tokens == 10
    assert usage.output_tokens == 20
    assert usage.output_tokens_details is not None
    assert usage.output_tokens_details.thinking_tokens == 5


def test_the_script_sees_system_and_what_a_tool_gave(wire: Any) -> None:
    expect = Expect(
        system="Be brief.", last_user="When?", tool_results={"toolu_1": "14:05"}, tools=("now",)
    )
    client(wire(Step(Reply("At five past two."), expect))).messages.create(
        model="m",
        max_tokens=50,
        system=[{"type": "text", "text": "Be brief."}],
        tools=[{"name": "now", "input_schema": {"type": "object"}}],
        messages=[
            {"role": "user", "content": "When?"},
            {
                "role": "assistant",
                "content": [{"type": "tool_use", "id": "toolu_1", "name": "now", "input": {}}],
            },
            {
                "role": "user",
                "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "14:05"}],
            },
        ],
    )


def test_a_refusal_is_a_reason_to_stop(wire: Any) -> None:
    message = client(wire(Reply("No.", finish="refusal"))).messages.create(**ASKED)
    assert message.stop_reason == "refusal"


def test_a_stream_can_fail_after_its_status(wire: Any) -> None:
    failure = Failure(529, "Overloaded")
    server = wire(Step(Reply("Two words"), fault=FailInStream(failure, chunks=4)))
    pieces: list[str] = []
    with (
        pytest.raises(anthropic.APIStatusError, match="overloaded_error") as caught,
        client(server).messages.stream(**ASKED) as stream,
    ):
        pieces += stream.text_stream
    assert caught.value.status_code == 200


def test_a_request_has_an_id_for_the_log(wire: Any) -> None:
    server = wire(Reply("x"), Failure(400))
    assert client(server).messages.create(**ASKED)._request_id == "req_1"
    with pytest.raises(anthropic.BadRequestError) as caught:
        client(server).messages.create(**ASKED)
    assert caught.value.request_id == "req_2"


def test_529_is_overloaded(wire: Any) -> None:
    with pytest.raises(anthropic.InternalServerError) as caught:
        client(wire(Failure(529)), max_retries=0).messages.create(**ASKED)
    assert caught.value.status_code == 529
    assert caught.value.type == "overloaded_error"


def test_no_usage_in_a_stream_is_more_than_the_sdk_accumulates(wire: Any) -> None:
    server = wire(*[Step(Reply("x"), fault=NoUsage())] * 2)
    events = list(client(server).messages.create(**ASKED, stream=True))
    assert [event.usage for event in events if event.type == "message_delta"] == [None]
    with pytest.raises(AttributeError), client(server).messages.stream(**ASKED) as stream:
        stream.get_final_message()


@pytest.mark.parametrize("arguments", ['{"n": 1', "[1]"])
def test_arguments_that_are_no_object_are_refused_with_the_reason(
    wire: Any, arguments: str
) -> None:
    server = wire(Reply(tool_calls=(ToolCall("f", arguments),)), strict=False)
    with pytest.raises(anthropic.UnprocessableEntityError, match="f: this protocol cannot send"):
        client(server).messages.create(**ASKED)


def test_arguments_may_be_the_text_of_an_object(wire: Any) -> None:
    server = wire(Reply(tool_calls=(ToolCall("f", '{"n": 1}'),)))
    block: Any = client(server).messages.create(**ASKED).content[0]
    assert block.input == {"n": 1}


def test_a_request_without_a_limit_is_refused(wire: Any) -> None:
    server = wire(strict=False)
    body = {"model": "m", "messages": []}
    with pytest.raises(anthropic.BadRequestError, match="max_tokens: field required"):
        client(server).post("/v1/messages", body=body, cast_to=object)


def test_system_is_no_role_of_the_first_message(wire: Any) -> None:
    server = wire(strict=False)
    messages: Any = [{"role": "system", "content": "Be brief."}]
    with pytest.raises(anthropic.BadRequestError, match="system is a field"):
        client(server).messages.create(model="m", max_tokens=5, messages=messages)


def test_system_may_follow_a_turn_of_the_user_and_nothing_else(wire: Any) -> None:
    server = wire(Reply("x"), strict=False)
    said: Any = [{"role": "user", "content": "When?"}, {"role": "system", "content": "Be brief."}]
    made = client(server)
    assert made.messages.create(model="m", max_tokens=5, messages=said).stop_reason == "end_turn"
    said.insert(1, {"role": "assistant", "content": "14:05"})
    with pytest.raises(anthropic.BadRequestError, match="follows a user's turn"):
        made.messages.create(model="m", max_tokens=5, messages=said)


def test_a_role_that_is_none_is_refused(wire: Any) -> None:
    said: Any = [{"role": "developer", "content": "Be brief."}]
    with pytest.raises(anthropic.BadRequestError, match="no role 'developer'"):
        client(wire(strict=False)).messages.create(model="m", max_tokens=5, messages=said)


def test_a_bearer_token_is_a_key(wire: Any) -> None:
    server = wire(Reply("x"))
    made = anthropic.Anthropic(base_url=server.url, auth_token="test-token")
    assert made.messages.create(**ASKED).stop_reason == "end_turn"
    assert "x-api-key" not in server.exchanges[0].headers
