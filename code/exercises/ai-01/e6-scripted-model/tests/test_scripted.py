import pytest
from parlance import ChatMessage, Conversation, ModelError
from scripted import ScriptedModel

TWO = ChatMessage.assistant("Two.")


def question() -> Conversation:
    return Conversation("harbour-17", [ChatMessage.user("Ladders?")])


def test_it_says_one_step_after_the_other() -> None:
    model = ScriptedModel([TWO, ChatMessage.assistant("Bye.")])
    assert model.reply(question()) is TWO
    assert model.reply(question()).text == "Bye."


def test_an_error_is_raised() -> None:
    model = ScriptedModel([ModelError("on fire", 500), TWO])
    with pytest.raises(ModelError, match="on fire"):
        model.reply(question())
    assert model.reply(question()) is TWO


def test_it_remembers_what_it_was_asked() -> None:
    model = ScriptedModel([TWO])
    model.reply(question())
    assert [message.text for message in model.asked[0]] == ["Ladders?"]


def test_a_question_too_many_is_a_mistake_of_the_test() -> None:
    with pytest.raises(
        AssertionError, match="asked 1 times, the script has 0"
    ):
        ScriptedModel([]).reply(question())
