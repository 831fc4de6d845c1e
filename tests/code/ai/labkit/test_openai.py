"""What only OpenAI's protocols have."""

from __future__ import annotations

from typing import Any

import openai
import pytest
from labkit import BadJson, Expect, Failure, Reply, Step, ToolCall, Usage, rate_limited
from pydantic import BaseModel

USAGE = Usage(input=100, output=20, cached_input=30, cache_write=10, reasoning=5)


def client(server: Any, **options: Any) -> openai.OpenAI:
    plain = openai.DefaultHttpxClient(verify=False)  # reading certificates takes long
    return openai.OpenAI(
        base_url=server.openai_url, api_key="test-key", http_client=plain, **options
    )


def test_each_event_of_a_response_is_a_type_of_the_sdk(wire: Any) -> None:
    reply = Reply("Two words", (ToolCall("f", {"n": 1}),), USAGE, reasoning="So.")
    stream = client(wire(reply)).responses.create(model="m", input="Hi", stream=True)
    events = list(stream)
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert [event.type.removeprefix("response.") for event in events] == [
        *("created", "in_progress"),
        *("output_item.added", "reasoning_summary_part.added", "reasoning_summary_text.delta"),
        *("reasoning_summary_text.done", "reasoning_summary_part.done", "output_item.done"),
        *("output_item.added", "content_part.added", "output_text.delta", "output_text.delta"),
        *("output_text.done", "content_part.done", "output_item.done"),
        *("output_item.added", "function_call_arguments.delta", "function_call_arguments.delta"),
        *("function_call_arguments.done", "output_item.done"),
        "completed",
    ]
    for event in events:  # validated for real: the SDK itself constructs without looking
        type(event).model_validate(event.model_dump(by_alias=True, exclude_unset=True))


def test_a_response_in_one_piece_is_valid(wire: Any) -> None:
    reply = Reply("Two words", (ToolCall("f", {"n": 1}),), USAGE, reasoning="So.")
    response = client(wire(reply)).responses.create(model="m", input="Hi", instructions="Be.")
    type(response).model_validate(response.model_dump(by_alias=True, exclude_unset=True))
    assert response.instructions == "Be."
    usage = response.usage
    assert usage is not None
    assert usage.input_tokens_details.cached_tokens == 30
    assert usage.input_tokens_details.cache_write_tokens == 10
    assert usage.output_tokens_details.reasoning_tokens == 5
    assert usage.total_tokens == 120


def test_a_response_cut_by_a_limit_says_so(wire: Any) -> None:
    server = wire(*[Reply("Two", finish="length")] * 2)
    response = client(server).responses.create(model="m", input="Hi", max_output_tokens=16)
    assert response.incomplete_details is not None
    assert response.incomplete_details.reason == "max_output_tokens"
    stream = client(server).responses.create(model="m", input="Hi", stream=True)
    assert [event.type for event in stream][-1] == "response.incomplete"


def test_a_response_can_refuse(wire: Any) -> None:
    server = wire(*[Reply("I cannot help with that.", finish="refusal")] * 2)
    message: Any = client(server).responses.create(model="m", input="Hi").output[0]
    assert message.content[0].refusal == "I cannot help with that."
    stream = client(server).responses.create(model="m", input="Hi", stream=True)
    deltas = [event.delta for event in stream if event.type == "response.refusal.delta"]
    assert "".join(deltas) == "I cannot help with that."


def test_a_completion_can_refuse(wire: Any) -> None:
    server = wire(*[Reply("I cannot help with that.", finish="refusal")] * 2)
    asked: Any = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}
    choice = client(server).chat.completions.create(**asked).choices[0]
    assert (choice.message.content, choice.message.refusal) == (None, "I cannot help with that.")
    assert choice.finish_reason == "stop"
    deltas = [
        chunk.choices[0].delta.refusal or ""
        for chunk in client(server).chat.completions.create(**asked, stream=True)
    ]
    assert "".join(deltas) == "I cannot help with that."


def test_the_script_sees_what_a_tool_gave(wire: Any) -> None:
    expect = Expect(tool_results={"call_1": "14:05"}, system="Be brief.", last_user="When?")
    server = wire(Step(Reply("At five past two."), expect), Step(Reply("Yes."), expect))
    client(server).responses.create(
        model="m",
        instructions="Be brief.",
        input=[
            {"role": "user", "content": [{"type": "input_text", "text": "When?"}]},
            {"type": "function_call", "call_id": "call_1", "name": "now", "arguments": "{}"},
            {"type": "function_call_output", "call_id": "call_1", "output": "14:05"},
        ],
    )
    call: Any = {"id": "call_1", "type": "function"}
    client(server).chat.completions.create(
        model="m",
        messages=[
            {"role": "developer", "content": "Be brief."},
            {"role": "user", "content": "When?"},
            {
                "role": "assistant",
                "tool_calls": [{**call, "function": {"name": "now", "arguments": "{}"}}],
            },
            {"role": "tool", "tool_call_id": "call_1", "content": "14:05"},
        ],
    )


class Opening(BaseModel):
    day: str
    hour: int


def test_a_structured_answer_is_parsed(wire: Any) -> None:
    server = wire(*[Reply('{"day": "Monday", "hour": 9}')] * 2)
    response = client(server).responses.parse(model="m", input="When?", text_format=Opening)
    assert response.output_parsed == Opening(day="Monday", hour=9)
    completion = client(server).chat.completions.parse(
        model="m", messages=[{"role": "user", "content": "When?"}], response_format=Opening
    )
    assert completion.choices[0].message.parsed == Opening(day="Monday", hour=9)


def test_arguments_may_be_no_json(wire: Any) -> None:
    server = wire(Reply(tool_calls=(ToolCall("f", '{"n": 1', id="call_x"),)))
    response = client(server).responses.create(model="m", input="Hi")
    call: Any = response.output[0]
    assert (call.call_id, call.arguments) == ("call_x", '{"n": 1')


def test_usage_of_a_stream_comes_only_if_it_was_asked_for(wire: Any) -> None:
    server = wire(*[Reply("x", usage=USAGE)] * 2)
    asked: Any = {"model": "m", "messages": [{"role": "user", "content": "Hi"}], "stream": True}
    chunks = list(client(server).chat.completions.create(**asked))
    assert [chunk.usage for chunk in chunks] == [None] * len(chunks)
    asked["stream_options"] = {"include_usage": True}
    *others, last = client(server).chat.completions.create(**asked)
    assert [chunk.usage for chunk in others] == [None] * len(others)
    assert last.choices == []
    assert last.usage is not None
    assert last.usage.prompt_tokens_details is not None
    assert last.usage.prompt_tokens_details.cached_tokens == 30
    for chunk in [*others, last]:
        type(chunk).model_validate(chunk.model_dump(exclude_unset=True))


def test_the_sdk_tries_again_by_itself_and_says_so(wire: Any) -> None:
    server = wire(rate_limited(0.01), Failure(500), Reply("x"))
    client(server, max_retries=2).responses.create(model="m", input="Hi")
    assert [one.retry_count for one in server.exchanges] == [0, 1, 2]
    keys = [one.headers.get("idempotency-key") for one in server.exchanges]
    assert keys == [None] * 3
    first, second = server.exchanges[:2]
    assert second.came_at - first.came_at >= 0.01


@pytest.mark.parametrize(
    ("retry_after", "headers"),
    [
        (2, {"retry-after": "2", "retry-after-ms": None}),
        (0.25, {"retry-after": "1", "retry-after-ms": "250"}),
        (None, {"retry-after": None, "retry-after-ms": None}),
    ],
)
def test_a_wait_is_told_in_whole_seconds_and_exactly(
    wire: Any, retry_after: float | None, headers: dict[str, str | None]
) -> None:
    server = wire(rate_limited(retry_after))
    with pytest.raises(openai.RateLimitError) as caught:
        client(server, max_retries=0).responses.create(model="m", input="Hi")
    found = caught.value.response.headers
    assert {name: found.get(name) for name in headers} == headers
    assert caught.value.type == "requests"
    assert caught.value.code == "rate_limit_exceeded"


def test_a_request_has_an_id_for_the_log(wire: Any) -> None:
    server = wire(Reply("x"), Failure(400))
    assert client(server).responses.create(model="m", input="Hi")._request_id == "req_1"
    with pytest.raises(openai.BadRequestError) as caught:
        client(server).responses.create(model="m", input="Hi")
    assert caught.value.request_id == "req_2"


def test_an_error_can_be_named(wire: Any) -> None:
    server = wire(Failure(429, "You exceeded your quota.", "insufficient_quota"))
    with pytest.raises(openai.RateLimitError) as caught:
        client(server, max_retries=0).responses.create(model="m", input="Hi")
    assert (caught.value.type, caught.value.code) == ("insufficient_quota", None)


@pytest.mark.parametrize("path", ["responses", "chat/completions"])
@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({}, "field required"),
        ({"model": 1, "input": "x", "messages": []}, "(wrong type|empty)"),
        ({"model": "m", "input": [1], "messages": [1]}, "(no object|needs a role)"),
        ({"model": "m", "input": 7, "messages": 7}, "wrong type"),
        (
            {
                "model": "m",
                "input": [{"role": "user", "content": 7}],
                "messages": [{"role": "user", "content": 7}],
            },
            "neither a text nor a list",
        ),
    ],
)
def test_a_body_that_the_api_would_refuse_is_refused(
    wire: Any, path: str, body: Any, why: str
) -> None:
    server = wire(strict=False)
    with pytest.raises(openai.BadRequestError, match=why):
        client(server).post(f"/{path}", body=body, cast_to=object)
    assert len(server.exchanges) == 1  # not tried again


def test_json_that_is_broken_in_a_stream_is_noticed(wire: Any) -> None:
    server = wire(Step(Reply("x"), fault=BadJson(chunk=3)))
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        list(client(server).responses.create(model="m", input="Hi", stream=True))
