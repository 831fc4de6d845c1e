"""What only Ollama's protocol has."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import ollama
import pytest
from labkit import Expect, FailInStream, Failure, Reply, Step, ToolCall, Usage

ASKED: Any = {"model": "m", "messages": [{"role": "user", "content": "Hi"}]}


def test_a_stream_ends_with_the_counts(wire: Any) -> None:
    server = wire(Reply("Two words", usage=Usage(31, 7), reasoning="So."))
    parts = list(ollama.Client(host=server.url).chat(**ASKED, stream=True))
    assert [part.done for part in parts] == [False, False, False, True]
    assert [part.message.thinking for part in parts] == ["So.", None, None, None]
    assert [part.eval_count for part in parts] == [None, None, None, 7]
    assert parts[-1].done_reason == "stop"


def test_a_thought_stands_beside_the_answer(wire: Any) -> None:
    message = ollama.Client(host=wire(Reply("x", reasoning="So.")).url).chat(**ASKED).message
    assert (message.thinking, message.content) == ("So.", "x")


def test_the_script_sees_system_and_what_a_tool_gave(wire: Any) -> None:
    expect = Expect(system="Be brief.", last_user="When?", tool_results={"now": "14:05"})
    server = wire(Step(Reply("At five past two."), expect))
    call = {"function": {"name": "now", "arguments": {}}}
    messages: Any = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "When?"},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_name": "now", "content": "14:05"},
    ]
    ollama.Client(host=server.url).chat(model="m", messages=messages)


def test_a_request_that_says_nothing_of_streams_gets_one(wire: Any) -> None:
    server = wire(Reply("Two words", (ToolCall("f", {"n": 1}),)))
    with urlopen(Request(f"{server.url}/api/chat", json.dumps(ASKED).encode())) as response:
        assert response.headers["content-type"] == "application/x-ndjson"
        lines = [json.loads(line) for line in response]
    assert [line["done"] for line in lines] == [False, False, False, True]
    assert lines[2]["message"]["tool_calls"] == [{"function": {"name": "f", "arguments": {"n": 1}}}]


def test_a_stream_can_fail_after_its_status(wire: Any) -> None:
    failure = Failure(500, "the model runner has stopped")
    server = wire(Step(Reply("Two words"), fault=FailInStream(failure)))
    texts = []
    with pytest.raises(ollama.ResponseError, match="the model runner has stopped"):
        for part in ollama.Client(host=server.url).chat(**ASKED, stream=True):
            texts.append(part.message.content)
    assert texts == ["Two "]


def test_a_model_that_is_missing_is_an_error(wire: Any) -> None:
    server = wire(Failure(404, "model 'm' not found"))
    with pytest.raises(ollama.ResponseError, match="model 'm' not found") as caught:
        ollama.Client(host=server.url).chat(**ASKED)
    assert caught.value.status_code == 404
