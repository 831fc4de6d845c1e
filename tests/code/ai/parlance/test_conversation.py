"""A conversation is in an order that a model can answer, whatever was tried."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance import (
    ChatMessage,
    Conversation,
    ImageReference,
    MessageError,
    Role,
    ToolCall,
    ToolResult,
    TurnError,
)

SYSTEM = ChatMessage.system("You answer for the Harbourside Tool Library.")
ASK = ChatMessage.user("Is the ladder free?")
ANSWER = ChatMessage.assistant("It is.")
CALL = ChatMessage.assistant(ToolCall("c-1", "find_tool"), ToolCall("c-2", "find_loan"))
BOTH = ChatMessage.tool(ToolResult("c-2", "none"), ToolResult("c-1", "ladder"))


def refused(conversation: Conversation, message: ChatMessage) -> str:
    before = list(conversation), conversation.open_calls
    with pytest.raises(TurnError) as caught:
        conversation.append(message)
    assert (list(conversation), conversation.open_calls) == before
    return str(caught.value)


def test_a_transcript_with_tools_is_accepted_whole() -> None:
    conversation = Conversation("c-17", [SYSTEM, ASK, CALL, BOTH, ANSWER, ASK, ANSWER])
    assert len(conversation) == 7
    assert conversation.expects == {Role.USER}


@pytest.mark.parametrize(
    ("said", "message", "rule"),
    [
        ([], ANSWER, "a message of the assistant where system or user is to speak"),
        ([], BOTH, "a message of the tool where system or user is to speak"),
        ([SYSTEM], SYSTEM, "a message of the system where user is to speak"),
        ([ASK], SYSTEM, "a message of the system where assistant is to speak"),
        ([ASK], ASK, "a message of the user where assistant is to speak"),
        ([ASK, ANSWER], ANSWER, "a message of the assistant where user is to speak"),
        ([ASK, CALL], ANSWER, "a message of the assistant where tool is to speak"),
        ([ASK, CALL], ASK, "a message of the user where tool is to speak"),
        ([ASK, CALL, BOTH], BOTH, "a message of the tool where assistant is to speak"),
    ],
)
def test_each_speaks_in_turn(said: list[ChatMessage], message: ChatMessage, rule: str) -> None:
    assert refused(Conversation("c-17", said), message) == rule


@pytest.mark.parametrize(
    "results",
    [("c-3",), ("c-1", "c-1"), ("c-1", "c-3")],
    ids=["unknown", "twice", "one known, one not"],
)
def test_a_result_answers_an_open_call_once(results: tuple[str, ...]) -> None:
    message = ChatMessage.tool(*(ToolResult(call_id, "x") for call_id in results))
    assert "which is no open call" in refused(Conversation("c-17", [ASK, CALL]), message)


def test_results_may_come_one_by_one() -> None:
    conversation = Conversation("c-17", [ASK, CALL])
    conversation.append(ChatMessage.tool(ToolResult("c-1", "ladder")))
    assert [call.id for call in conversation.open_calls] == ["c-2"]
    assert "where tool is to speak" in refused(conversation, ANSWER)
    conversation.append(ChatMessage.tool(ToolResult("c-2", "none", failed=True)))
    assert conversation.expects == {Role.ASSISTANT}


def test_two_calls_of_one_id_are_refused() -> None:
    twins = ChatMessage.assistant(ToolCall("c-1", "a"), ToolCall("c-1", "b"))
    assert "same id" in refused(Conversation("c-17", [ASK]), twins)


HALF = ChatMessage.tool(ToolResult("c-1", "ladder"))


@pytest.mark.parametrize("id", [None, 17, ["c-17"], "c-\ud83d"])
def test_an_id_is_a_text_that_can_be_stored(id: Any) -> None:
    with pytest.raises(MessageError, match="the id of a conversation"):
        Conversation(id)


kinds = st.sampled_from([SYSTEM, ASK, ANSWER, CALL, BOTH, HALF])


@given(st.lists(kinds, max_size=12))
def test_whatever_is_tried_a_model_can_read_what_was_kept(
    tried: list[ChatMessage],
) -> None:
    conversation = Conversation("c-17")
    for message in tried:
        try:
            conversation.append(message)
        except TurnError:
            continue
    again = Conversation("copy", conversation)
    assert list(again) == list(conversation)
    roles = [message.role for message in conversation]
    assert Role.SYSTEM not in roles[1:]
    for before, now in pairwise([Role.SYSTEM, *roles]):
        if now is not Role.TOOL:
            asked = before in (Role.USER, Role.TOOL)
            assert (now is Role.ASSISTANT) == asked
    waiting: list[str] = []
    for message in conversation:
        assert not waiting or message.role is Role.TOOL
        for part in message.parts:
            if isinstance(part, ToolResult):
                waiting.remove(part.call_id)
        waiting += [call.id for call in message.tool_calls]


@given(st.integers(0, 5), st.booleans())
def test_recent_keeps_the_instruction_and_whole_turns(turns: int, instructed: bool) -> None:
    head = [SYSTEM] if instructed else []
    conversation = Conversation("c-17", [*head, ASK, ANSWER, ASK, CALL, BOTH, ANSWER, ASK])
    recent = conversation.recent(turns)
    assert list(recent)[: len(head)] == head
    assert [message.role for message in recent].count(Role.USER) == min(turns, 3)
    assert (
        list(recent)[len(head) :]
        == list(conversation)[len(conversation) - len(recent) + len(head) :]
    )


def test_recent_of_nothing_is_nothing_and_less_than_none_is_an_error() -> None:
    assert list(Conversation("c-17").recent(2)) == []
    assert list(Conversation("c-17", [SYSTEM]).recent(0)) == [SYSTEM]
    with pytest.raises(ValueError, match="-1"):
        Conversation("c-17").recent(-1)


def test_the_estimate_counts_every_kind_of_part() -> None:
    asked = ChatMessage.user("x" * 40, ImageReference("https://harbourside.example/4.jpg"))
    calls = ChatMessage.assistant(ToolCall("c-1", "find", "x" * 396))
    found = ChatMessage.tool(ToolResult("c-1", "x" * 4000))
    assert Conversation("c-17", [asked, calls, found]).token_estimate == 12 + 1010 + 100 + 1000


def test_its_id_is_for_good() -> None:
    conversation: Any = Conversation("c-17")
    with pytest.raises(AttributeError):
        conversation.id = "c-18"


def test_it_is_the_same_by_its_id() -> None:
    assert Conversation("c-17", [ASK]) == Conversation("c-17")
    assert Conversation("c-17") != Conversation("c-18")
    assert len({Conversation("c-17"), Conversation("c-17", [ASK])}) == 1
    assert Conversation("c-17") != "c-17"


def test_it_is_there_before_anything_was_said() -> None:
    assert bool(Conversation("c-17"))
    assert len(Conversation("c-17")) == 0


def test_a_loop_over_it_is_not_disturbed() -> None:
    conversation = Conversation("c-17", [ASK])
    for message in conversation:
        if message is ASK:
            conversation.append(ANSWER)
    assert list(conversation) == [ASK, ANSWER]
    assert conversation[-1] is ANSWER


def test_the_estimate_follows_the_words() -> None:
    conversation = Conversation("c-17")
    assert conversation.token_estimate == 0
    conversation.append(ChatMessage.user("x" * 400))
    assert conversation.token_estimate == 104


def test_the_repr_shows_no_words() -> None:
    assert repr(Conversation("c-17", [ASK])) == "<Conversation c-17: 1 messages>"


def test_the_messages_have_no_side_door() -> None:
    conversation: Any = Conversation("c-17", [ASK])
    with pytest.raises(TypeError):
        conversation[0] = ANSWER
