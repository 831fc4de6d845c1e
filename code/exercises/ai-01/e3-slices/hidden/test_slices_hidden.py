import pytest
from parlance import ChatMessage
from slices import Sliceable

SAID = [
    ChatMessage.user("Ladders?"),
    ChatMessage.assistant("Two."),
    ChatMessage.user("Is one free?"),
    ChatMessage.assistant("On Monday."),
]


def test_a_part_is_the_same_conversation_to_whoever_asks_for_the_id() -> None:
    conversation = Sliceable("harbour-17", SAID)
    assert conversation[2:].id == "harbour-17"
    assert conversation[2:] == conversation


def test_what_is_said_in_a_part_is_said_there_alone() -> None:
    conversation = Sliceable("harbour-17", SAID)
    part = conversation[:2]
    part.append(ChatMessage.user("And drills?"))
    assert len(part) == 3
    assert list(conversation) == SAID


def test_a_subclass_gives_its_own_kind() -> None:
    class Titled(Sliceable):
        """One that a page shows."""

    assert type(Titled("harbour-17", SAID)[:2]) is Titled


def test_an_empty_part_is_a_conversation_too() -> None:
    assert len(Sliceable("harbour-17", SAID)[4:]) == 0


def test_a_step_that_keeps_the_order_is_taken_as_it_comes() -> None:
    conversation = Sliceable("harbour-17", SAID)
    assert list(conversation[::1]) == SAID
    with pytest.raises(Exception, match="where"):
        conversation[::2]


def test_an_index_past_the_end_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        Sliceable("harbour-17", SAID)[4]
