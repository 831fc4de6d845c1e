import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parlance import ChatMessage, Conversation, MessageError
from store import VERSION, dump, load

SAID = [ChatMessage.user("Ladders?"), ChatMessage.assistant("Two.")]


def changed(**fields: Any) -> str:
    return json.dumps(
        json.loads(dump(Conversation("harbour-17", SAID))) | fields
    )


@pytest.mark.parametrize("version", [VERSION + 1, 0, "1", 1.0, None, True])
def test_another_version_is_refused_by_its_number(version: object) -> None:
    with pytest.raises(MessageError, match="version"):
        load(changed(version=version))


def test_a_text_without_version_is_refused() -> None:
    data = json.loads(changed())
    del data["version"]
    with pytest.raises(MessageError, match="version"):
        load(json.dumps(data))


@pytest.mark.parametrize(
    "fields",
    [
        {"id": 7},
        {"id": None},
        {"messages": None},
        {"messages": 7},
        {"messages": [7]},
        {"messages": [{"role": "user"}]},
    ],
)
def test_each_field_is_looked_at(fields: dict[str, object]) -> None:
    with pytest.raises(MessageError):
        load(changed(**fields))


def test_a_wrong_order_in_the_store_is_a_bad_text_too() -> None:
    data = json.loads(changed())
    data["messages"].reverse()
    with pytest.raises(MessageError):
        load(json.dumps(data))


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_words_survive(conversation_id: str, words: str) -> None:
    said = Conversation(conversation_id, [ChatMessage.user(words)])
    again = load(dump(said))
    assert (again.id, list(again)) == (conversation_id, list(said))
