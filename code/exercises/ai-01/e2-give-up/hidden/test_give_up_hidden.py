from give_up import give_up
from parlance import ChatMessage, Conversation, ToolCall, ToolResult

ASK = ChatMessage.user("Is the long ladder free?")
CALLS = ChatMessage.assistant(
    ToolCall("c-1", "find"), ToolCall("c-2", "loans")
)


def test_one_message_answers_all_in_the_order_of_the_calls() -> None:
    conversation = Conversation("harbour-17", [ASK, CALLS])
    give_up(conversation, "down")
    assert len(conversation) == 3
    assert [part.call_id for part in conversation[-1].parts] == ["c-1", "c-2"]


def test_a_call_that_was_answered_keeps_its_answer() -> None:
    found = ChatMessage.tool(ToolResult("c-1", "ladder, 5 m"))
    conversation = Conversation("harbour-17", [ASK, CALLS, found])
    assert give_up(conversation, "down") == 1
    assert conversation[2] == found
    assert [part.call_id for part in conversation[-1].parts] == ["c-2"]


def test_nothing_is_said_where_nothing_is_open() -> None:
    for said in ([], [ASK], [ASK, ChatMessage.assistant("It is.")]):
        conversation = Conversation("harbour-17", said)
        assert give_up(conversation, "down") == 0
        assert list(conversation) == said
