"""A message is right, or there is none."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance import (
    ChatMessage,
    ImageReference,
    MessageError,
    Role,
    Text,
    ToolCall,
    ToolResult,
)

CALL = ToolCall("c-1", "find_tool", '{"kind": "ladder"}')
LADDER = ImageReference("https://harbourside.example/ladder.jpg")

texts = st.builds(Text, st.text(min_size=1))
calls = st.builds(ToolCall, st.text(min_size=1), st.text(min_size=1), st.text())
results = st.builds(ToolResult, st.text(min_size=1), st.text(), st.booleans())
messages = st.one_of(
    st.builds(ChatMessage.system, st.text(min_size=1)),
    st.lists(texts | st.just(LADDER), min_size=1).map(lambda parts: ChatMessage.user(*parts)),
    st.lists(texts | calls, min_size=1).map(lambda parts: ChatMessage.assistant(*parts)),
    st.lists(results, min_size=1).map(lambda parts: ChatMessage.tool(*parts)),
)


@pytest.mark.parametrize(
    ("role", "parts", "complaint"),
    [
        (Role.USER, (), "not empty"),
        (Role.USER, [Text("Hi")], "a tuple"),
        (Role.USER, (CALL,), "no ToolCall in a message of the user"),
        (Role.SYSTEM, (LADDER,), "no ImageReference in a message of the system"),
        (Role.ASSISTANT, (ToolResult("c-1", "4 m"),), "no ToolResult in a message of the assist"),
        (Role.TOOL, (Text("4 m"),), "no Text in a message of the tool"),
        (Role.USER, ("Hi",), "no str in a message of the user"),
        ("user", (Text("Hi"),), "no role: 'user'"),
    ],
)
def test_a_message_that_no_role_says_does_not_exist(role: Any, parts: Any, complaint: str) -> None:
    with pytest.raises(MessageError, match=complaint):
        ChatMessage(role, parts)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Text(""),
        lambda: ImageReference("ladder.jpg"),
        lambda: ImageReference("http://harbourside.example/ladder.jpg"),
        # Whoever asks whether an image is fetched or sent along looks at the scheme as it stands.
        lambda: ImageReference("HTTPS://harbourside.example/ladder.jpg"),
        lambda: ImageReference("DATA:image/png;base64,eA=="),
        lambda: ToolCall("", "find_tool"),
        lambda: ToolCall("c-1", ""),
        lambda: ToolResult("", "4 m"),
        lambda: Text(None),
        lambda: Text("Thanks \ud83d"),
        lambda: ImageReference(7),
        lambda: ToolCall(1, "find_tool"),
        lambda: ToolCall("c-1", "find_tool", {"kind": "ladder"}),
        lambda: ToolCall("c-1", "find_tool", "\udc00"),
        lambda: ToolResult("c-1", 4),
        lambda: ToolResult("c-1", "4 m", failed="no"),
    ],
)
def test_a_part_has_what_it_needs(make: Any) -> None:
    with pytest.raises(MessageError):
        make()


def test_a_message_cannot_be_changed_and_a_changed_copy_is_checked() -> None:
    message = ChatMessage.user("Hi")
    with pytest.raises(FrozenInstanceError):
        message.role = Role.SYSTEM  # type: ignore[misc]
    with pytest.raises(MessageError):
        replace(message, parts=(CALL,))


def test_equal_messages_are_one_key() -> None:
    said = {ChatMessage.user("Hi"): 1}
    assert said[ChatMessage.user(Text("Hi"))] == 1
    assert ChatMessage.user("Hi") != ChatMessage.assistant("Hi")


def test_the_text_is_that_of_the_texts() -> None:
    message = ChatMessage.user("Is this ", LADDER, "safe?")
    assert message.text == "Is this safe?"
    assert ChatMessage.assistant("I look.", CALL).tool_calls == (CALL,)


def test_messages_of_one_speaker_join() -> None:
    joined = ChatMessage.assistant("Four ") + ChatMessage.assistant("meters")
    assert joined.text == "Four meters"
    with pytest.raises(MessageError, match="one voice"):
        _ = ChatMessage.user("a") + ChatMessage.assistant("b")
    with pytest.raises(TypeError):
        _ = ChatMessage.user("a") + "b"  # type: ignore[operator]


def test_a_subclass_stays_one() -> None:
    class Noted(ChatMessage):
        """What a program keeps beside a message lives in a subclass or beside it."""

    assert type(Noted.user("Hi")) is Noted
    assert type(Noted.user("Hi") + ChatMessage.user("again")) is Noted
    assert type(Noted.from_json(ChatMessage.user("Hi").to_json())) is Noted


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("{kind: ladder}", "find_tool: the arguments are no JSON"),
        ('["ladder"]', "find_tool: the arguments are no object"),
        ("", "find_tool: the arguments are no JSON"),
        ('{"metres": NaN}', "find_tool: the arguments are no JSON: NaN is no number"),
        ('{"metres": 1e999}', "find_tool: the arguments are no JSON: 1e999 is too large"),
        ('{"kind": "\\uD83D"}', "find_tool: the arguments are no JSON: .* surrogates"),
        ("[" * 100_000, "find_tool: the arguments are no JSON"),
    ],
)
def test_arguments_are_what_the_model_wrote(arguments: str, complaint: str) -> None:
    call = ToolCall("c-1", "find_tool", arguments)
    assert call.arguments == arguments
    with pytest.raises(MessageError, match=complaint):
        call.parsed()


def test_parsed_arguments_are_the_callers() -> None:
    CALL.parsed()["kind"] = "drill"
    assert CALL.parsed() == {"kind": "ladder"}


@given(messages)
def test_a_message_survives_json_pickle_and_copy(message: ChatMessage) -> None:
    assert ChatMessage.from_json(json.loads(json.dumps(message.to_json()))) == message
    assert pickle.loads(pickle.dumps(message)) == message
    assert copy.deepcopy(message) == message


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"role": "user"},
        {"role": "roles", "parts": []},
        {"role": "user", "parts": [{"kind": "video"}]},
        {"role": "user", "parts": [{"kind": "text"}]},
        {"role": "user", "parts": [{"kind": "text", "text": "Hi", "bold": True}]},
        {"role": "user", "parts": [7]},
        {"role": "user", "parts": None},
        {"role": ["user"], "parts": []},
        {"role": "user", "parts": []},
        {"role": "user", "parts": [{"kind": ["text"], "text": "Hi"}]},
        {"role": "user", "parts": [{"kind": "text", "text": None}]},
        {"role": "user", "parts": [{"kind": "image", "url": 7}]},
        {"role": "tool", "parts": [{"kind": "tool_result", "call_id": "c-1", "text": 4}]},
    ],
)
def test_what_is_no_message_is_refused_with_one_error(data: dict[str, Any]) -> None:
    with pytest.raises(MessageError):
        ChatMessage.from_json(data)


def test_nesting_near_the_limit_is_refused_with_that_error_too() -> None:
    """The error quotes what was wrong, and ``repr`` may come to the limit before anything else."""
    nested: Any = None
    for _ in range(sys.getrecursionlimit()):
        nested = [nested]
        with pytest.raises(MessageError):
            ChatMessage.from_json({"role": "user", "parts": [{"kind": "text", "text": nested}]})
