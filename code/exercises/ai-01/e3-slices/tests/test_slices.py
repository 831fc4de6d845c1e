import pytest
from parlance import ChatMessage, TurnError
from slices import Sliceable

SAID = [
    ChatMessage.system("Be brief."),
    ChatMessage.user("Ladders?"),
    ChatMessage.assistant("Two."),
    ChatMessage.user("Is one free?"),
    ChatMessage.assistant("On Monday."),
]


def test_a_slice_is_a_conversation() -> None:
    part = Sliceable("harbour-17", SAID)[:3]
    assert isinstance(part, Sliceable)
    assert list(part) == SAID[:3]


def test_an_index_is_a_message() -> None:
    conversation = Sliceable("harbour-17", SAID)
    assert conversation[0] is SAID[0]
    assert conversation[-1] is SAID[-1]


def test_a_part_that_is_no_conversation_is_refused() -> None:
    with pytest.raises(TurnError):
        Sliceable("harbour-17", SAID)[2:]
