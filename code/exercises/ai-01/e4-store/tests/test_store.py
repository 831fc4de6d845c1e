import json

import pytest
from parlance import ChatMessage, Conversation, MessageError, ToolCall
from store import VERSION, dump, load

SAID = [
    ChatMessage.system("Be brief."),
    ChatMessage.user("Où est l'échelle ?"),
    ChatMessage.assistant(ToolCall("c-1", "find", '{"kind": "ladder"}')),
]


def test_what_was_written_is_read() -> None:
    again = load(dump(Conversation("harbour-17", SAID)))
    assert again.id == "harbour-17"
    assert list(again) == SAID
    assert [call.id for call in again.open_calls] == ["c-1"]


def test_the_text_says_its_version_and_can_be_read_by_a_person() -> None:
    text = dump(Conversation("harbour-17", SAID))
    assert json.loads(text)["version"] == VERSION
    assert "Où est l'échelle ?" in text


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '"text"', "null"])
def test_what_is_no_conversation_is_one_error(text: str) -> None:
    with pytest.raises(MessageError):
        load(text)
