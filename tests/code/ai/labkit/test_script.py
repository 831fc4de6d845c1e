"""Which step answers, and what is said where none does."""

from __future__ import annotations

import re
from typing import Any

import pytest
from labkit import (
    Expect,
    FailInStream,
    Failure,
    ModelRequest,
    NoUsage,
    Reply,
    Script,
    ScriptError,
    Step,
    ToolCall,
    Usage,
)
from labkit.request import Turn


def request(text: str = "Hi", **more: Any) -> ModelRequest:
    return ModelRequest("ollama", "small", (Turn("user", text),), **more)


def texts(script: Script, *asked: ModelRequest) -> list[str]:
    answers = [script.play(one).answer for one in asked]
    return [answer.text for answer in answers if isinstance(answer, Reply)]


def test_steps_are_played_in_order() -> None:
    script = Script([Reply("one"), Failure(500), Reply("two")])
    assert texts(script, *[request()] * 3) == ["one", "two"]
    assert script.unplayed() == []


def test_a_step_can_be_played_more_than_once() -> None:
    script = Script([Step(Reply("one"), times=2), Reply("two")])
    assert script.unplayed() == [
        "step 1 of 2 was not asked for (2 times)",
        "step 2 of 2 was not asked for",
    ]
    assert texts(script, *[request()] * 3) == ["one", "one", "two"]


def test_a_step_for_any_number_of_times_need_not_be_played() -> None:
    always = Step(Reply("yes"), Expect(last_user="May I?"), times=None)
    script = Script([always, Reply("one")])
    assert texts(script, request("May I?"), request("May I?"), request()) == ["yes", "yes", "one"]
    assert Script([always]).unplayed() == []


def test_out_of_order_is_refused_unless_the_script_allows_it() -> None:
    steps = [Step(Reply(text), Expect(last_user=text)) for text in ("a", "b")]
    with pytest.raises(ScriptError, match="does not fit step 1 of 2"):
        Script(steps).play(request("b"))
    assert texts(Script(steps, ordered=False), request("b"), request("a")) == ["b", "a"]


def test_the_nearest_step_is_the_one_that_is_compared() -> None:
    far = Step(Reply(), Expect(model="large", last_user="Hello"))
    near = Step(Reply(), Expect(model="small", last_user="Hello"))
    with pytest.raises(ScriptError, match="does not fit step 2 of 2") as caught:
        Script([far, near], ordered=False).play(request())
    assert "model" not in str(caught.value)


@pytest.mark.parametrize(
    "expect",
    [
        Expect(),
        Expect(protocol="ollama", model="small", system="", stream=False),
        Expect(last_user=re.compile("^H")),
        Expect(tools=("now",), tool_results={"now": "14:05"}),
        Expect(body={"options": {"seed": 7}}),
    ],
)
def test_an_expectation_that_fits(expect: Expect) -> None:
    asked = request(
        tools=("now",), tool_results={"now": "14:05"}, body={"options": {"seed": 7}, "x": 1}
    )
    assert expect.differences(asked) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        (Expect(protocol="anthropic"), "protocol:\n  - anthropic\n  + ollama"),
        (Expect(system="Be brief."), "system:\n  - Be brief.\n  + (empty)"),
        (Expect(last_user=re.compile(r"\d")), "last_user:\n  - matches '\\\\d'\n  + One\n  + Two"),
        (Expect(last_user="One\nThree"), "last_user:\n    One\n  - Three\n  + Two"),
        (Expect(stream=True), "stream:\n  - true\n  + false"),
        (Expect(tools=("now",)), 'tools:\n  - [\n  -   "now"\n  - ]\n  + []'),
        (Expect(body={"seed": 7}), "body['seed']:\n  - 7\n  + null"),
    ],
)
def test_an_expectation_that_does_not_fit_says_in_what(expect: Expect, difference: str) -> None:
    assert expect.differences(request("One\nTwo")) == [difference]


def test_the_last_user_is_the_last_that_said_something() -> None:
    turns = (Turn("user", "Hi"), Turn("assistant", "Yes?"), Turn("user", ""))
    assert ModelRequest("ollama", "m", turns).last_user == "Hi"
    assert ModelRequest("ollama", "m").last_user == ""


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: Step(Reply(), times=0), "once or more"),
        (lambda: Step(Failure(500), fault=NoUsage()), "NoUsage needs a reply"),
        (lambda: Step(Failure(500), fault=FailInStream(Failure(500))), "needs a reply"),
        (lambda: Failure(200), "200 is not the status of an error"),
        (lambda: Failure(429, retry_after=-1), "retry_after"),
        (lambda: Reply("ab", pieces=("a",)), "do not add up"),
        (lambda: Usage(input=-1), "not negative"),
        (lambda: Usage(input=5, cached_input=3, cache_write=3), "part of the input"),
        (lambda: Usage(output=5, reasoning=6), "part of the output"),
    ],
)
def test_a_script_that_cannot_be_meant_is_refused(wrong: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        wrong()


def test_a_reply_says_why_it_ended() -> None:
    assert Reply("x").reason == "stop"
    assert Reply("x", (ToolCall("f"),)).reason == "tool_calls"
    assert Reply("x", (ToolCall("f"),), finish="length").reason == "length"
