from give_up import give_up
from parlance import ChatMessage, Conversation, Role, ToolCall

ASK = ChatMessage.user("Is the long ladder free?")
CALLS = ChatMessage.assistant(
    ToolCall("c-1", "find"), ToolCall("c-2", "loans")
)


def test_each_open_call_gets_the_reason() -> None:
    conversation = Conversation("harbour-17", [ASK, CALLS])
    assert give_up(conversation, "the catalog is down") == 2
    assert conversation.open_calls == ()
    assert {part.text for part in conversation[-1].parts} == {
        "the catalog is down"
    }


def test_the_model_may_speak_again() -> None:
    conversation = Conversation("harbour-17", [ASK, CALLS])
    give_up(conversation, "the catalog is down")
    assert conversation.expects == {Role.ASSISTANT}


def test_the_results_are_failures() -> None:
    conversation = Conversation("harbour-17", [ASK, CALLS])
    give_up(conversation, "the catalog is down")
    assert all(part.failed for part in conversation[-1].parts)
