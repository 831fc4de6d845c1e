from other_words import to_messages
from parlance import ChatMessage, Conversation

SAID = [
    ChatMessage.system("Be brief."),
    ChatMessage.user("Ladders?"),
    ChatMessage.assistant("Two."),
    ChatMessage.user("Is one free?"),
]


def test_the_instruction_is_a_parameter_of_its_own() -> None:
    sent = to_messages(Conversation("harbour-17", SAID))
    assert sent["system"] == "Be brief."
    assert [one["role"] for one in sent["messages"]] == [
        "user",
        "assistant",
        "user",
    ]


def test_texts_are_blocks() -> None:
    sent = to_messages(Conversation("harbour-17", SAID))
    assert sent["messages"][0]["content"] == [
        {"type": "text", "text": "Ladders?"}
    ]


def test_without_an_instruction_there_is_no_parameter() -> None:
    sent = to_messages(Conversation("harbour-17", SAID[1:]))
    assert set(sent) == {"messages"}
