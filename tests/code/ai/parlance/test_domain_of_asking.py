"""The values around a request: what they refuse, what they add up to."""

from __future__ import annotations

import copy
import pickle
from dataclasses import astuple
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance import (
    ChatMessage,
    ChatReply,
    ChatRequest,
    Conversation,
    Deadline,
    FinishReason,
    ImageReference,
    MessageError,
    ModelCapabilities,
    ModelError,
    ToolCall,
    ToolSpec,
    TurnError,
    Usage,
)
from parlance.domain import errors
from parlance.domain.errors import (
    ConnectionFailed,
    Overloaded,
    ProviderTimeout,
    RateLimited,
    UnsupportedRequest,
)

QUESTION = ChatMessage.user("Is a ladder free?")
counts = st.none() | st.integers(0, 10_000)


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    cached, wrote, reasoned, fresh, spoken = (draw(counts) for _ in range(5))
    told = draw(st.booleans()), draw(st.booleans())
    return Usage(
        (fresh or 0) + (cached or 0) + (wrote or 0) if told[0] else None,
        (spoken or 0) + (reasoned or 0) if told[1] else None,
        cached,
        wrote,
        reasoned,
    )


@given(usages(), usages())
def test_a_sum_of_usages_is_known_where_both_are(one: Usage, other: Usage) -> None:
    both = one + other
    assert both == other + one
    for left, right, found in zip(astuple(one), astuple(other), astuple(both), strict=True):
        assert found == (None if None in (left, right) else left + right)


@given(st.lists(usages(), max_size=4))
def test_a_total_is_not_less_than_any_part(some: list[Usage]) -> None:
    whole = sum(some, start=Usage.zero())
    if whole.total is not None:
        assert all(count <= whole.total for count in astuple(whole) if count is not None)
    assert (whole.total is None) == any(None in (one.input, one.output) for one in some)


@pytest.mark.parametrize(
    "counts",
    [
        {"input": -1},
        {"input": 10, "cached_input": 6, "cache_write": 5},
        {"output": 10, "reasoning": 11},
    ],
)
def test_a_part_is_no_more_than_its_whole(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="Usage"):
        Usage(**counts)


def test_an_unknown_count_is_not_zero() -> None:
    assert Usage(input=3).total is None
    assert Usage(cached_input=6) != Usage.zero()
    with pytest.raises(TypeError):
        Usage() + 1


def test_counts_beside_each_other_are_put_into_one_another() -> None:
    assert Usage.beside(30, 8, 60, 10, None) == Usage(100, 8, 60, 10, None)
    assert Usage.beside(30, 8, None, 0, 0).input is None


def below(kind: type[ModelError]) -> list[type[ModelError]]:
    return [kind, *(found for sub in kind.__subclasses__() for found in below(sub))]


KINDS = [kind for kind in below(ModelError) if not kind.__name__.startswith("_")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_error_can_be_copied_with_all_that_it_says(kind: type[ModelError]) -> None:
    error = kind("no answer", 418)
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert (str(again), again.status, vars(again)) == ("no answer", 418, vars(error))


def test_what_can_be_tried_again() -> None:
    assert {kind for kind in KINDS if kind.retryable} == {
        RateLimited,
        Overloaded,
        ProviderTimeout,
        ConnectionFailed,
    }


def test_what_never_left_is_not_billed() -> None:
    assert not ConnectionFailed("no", sent=False).billed_maybe
    assert ConnectionFailed("no").billed_maybe
    billed = {
        phase: ProviderTimeout("late", phase=phase).billed_maybe for phase in get_args(errors.Phase)
    }
    assert [phase for phase, maybe in billed.items() if not maybe] == ["connect", "pool"]


def test_a_deadline_is_one_for_all() -> None:
    deadline = Deadline.after(60)
    assert 59 < deadline.remaining <= 60
    assert Deadline.after(-5).remaining == 0
    assert Deadline(deadline.at) == deadline


def test_a_request_is_what_a_conversation_was() -> None:
    conversation = Conversation("c-17", [QUESTION])
    request = ChatRequest.of(conversation, max_output_tokens=50)
    conversation.append(ChatMessage.assistant("Yes."))
    assert request.messages == (QUESTION,)
    assert request == ChatRequest((QUESTION,), max_output_tokens=50)
    assert hash(request) == hash(ChatRequest((QUESTION,), max_output_tokens=50))
    with pytest.raises(TurnError):
        ChatRequest.of(conversation)


TOOL = ToolSpec("find_tool", "Find one.")


@pytest.mark.parametrize(
    ("options", "error"),
    [({"max_output_tokens": 0}, "room"), ({"tools": (TOOL, TOOL)}, "two tools have one name")],
)
def test_a_request_that_no_provider_takes_is_none(options: dict[str, Any], error: str) -> None:
    with pytest.raises(MessageError, match=error):
        ChatRequest((QUESTION,), **options)


def test_a_request_without_messages_is_none() -> None:
    with pytest.raises(TurnError):
        ChatRequest(())


def test_a_declared_tool_does_not_change_with_what_it_was_made_of() -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"kind": {"type": "string"}},
    }
    tool = ToolSpec("find_tool", "Find one.", schema)
    schema["properties"]["kind"]["type"] = "number"
    assert tool.parameters["properties"]["kind"] == {"type": "string"}
    assert hash(tool) == hash(ToolSpec("find_tool", "Find one.", tool.parameters))


@pytest.mark.parametrize("name", ["", "find tool", "x" * 65, "finde_größe"])
def test_a_tool_has_a_name_that_every_vendor_takes(name: str) -> None:
    with pytest.raises(MessageError, match="no name"):
        ToolSpec(name, "Find one.")


def test_the_arguments_of_a_tool_are_an_object() -> None:
    with pytest.raises(MessageError, match="object"):
        ToolSpec("find_tool", "Find one.", {"type": "string"})


def asked(*parts: Any, **options: Any) -> ChatRequest:
    return ChatRequest((ChatMessage.user(*parts),), **options)


FETCHED = ImageReference("https://harbourside.example/ladder.jpg")
INLINE = ImageReference("data:image/png;base64,aGk=")


@pytest.mark.parametrize(
    ("able", "request_", "said"),
    [
        (ModelCapabilities(tools=False), asked("Hi", tools=(TOOL,)), "call tools"),
        (ModelCapabilities(images=False), asked(INLINE), "read images"),
        (ModelCapabilities(image_urls=False), asked(FETCHED, INLINE), "fetch images"),
        (ModelCapabilities(temperature=False), asked("Hi", temperature=0.0), "take a temperature"),
        (ModelCapabilities(max_output=10), asked("Hi"), "write more than 10 tokens"),
        (ModelCapabilities(streaming=False), asked("Hi"), "stream"),
    ],
)
def test_what_a_model_cannot_do_is_refused(
    able: ModelCapabilities, request_: ChatRequest, said: str
) -> None:
    with pytest.raises(UnsupportedRequest, match=f"cannot: {said}$") as caught:
        able.check(request_, stream=True)
    assert (caught.value.retryable, caught.value.billed_maybe) == (False, False)


def test_what_a_model_can_do_passes() -> None:
    ModelCapabilities(image_urls=False, streaming=False).check(asked(INLINE, "Hi", tools=(TOOL,)))
    ModelCapabilities(max_output=1024).check(asked("Hi"), stream=True)


def test_a_reply_without_a_message_has_no_words_and_no_calls() -> None:
    reply = ChatReply(None, Usage(), FinishReason.STOP, "m")
    assert (reply.text, reply.tool_calls) == ("", ())
    call = ToolCall("c", "find_tool")
    said = ChatReply(ChatMessage.assistant("Hm.", call), Usage(), FinishReason.STOP, "m")
    assert (said.text, said.tool_calls) == ("Hm.", (call,))
