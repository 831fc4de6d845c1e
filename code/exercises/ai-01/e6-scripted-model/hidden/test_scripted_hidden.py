import pytest
from parlance import ChatMessage, Conversation, ModelError, TurnError
from scripted import ScriptedModel

TWO = ChatMessage.assistant("Two.")


def test_what_was_asked_is_what_was_asked_then() -> None:
    conversation = Conversation("harbour-17", [ChatMessage.user("Ladders?")])
    model = ScriptedModel([TWO])
    conversation.append(model.reply(conversation))
    assert len(model.asked[0]) == 1


def test_a_question_that_failed_was_asked_too() -> None:
    conversation = Conversation("harbour-17", [ChatMessage.user("Ladders?")])
    model = ScriptedModel([ModelError("on fire"), TWO])
    with pytest.raises(ModelError):
        model.reply(conversation)
    model.reply(conversation)
    assert len(model.asked) == 2


def test_out_of_turn_no_step_is_used_up() -> None:
    model = ScriptedModel([TWO])
    with pytest.raises(TurnError):
        model.reply(Conversation("harbour-17"))
    assert model.asked == []
    asked = Conversation("harbour-17", [ChatMessage.user("Ladders?")])
    assert model.reply(asked) is TWO


def test_two_models_may_share_a_list_of_steps() -> None:
    steps = [TWO]
    asked = Conversation("harbour-17", [ChatMessage.user("Ladders?")])
    assert ScriptedModel(steps).reply(asked) is TWO
    assert ScriptedModel(steps).reply(asked) is TWO
    assert steps == [TWO]


def test_the_count_in_the_complaint_is_right() -> None:
    model = ScriptedModel([TWO])
    asked = Conversation("harbour-17", [ChatMessage.user("Ladders?")])
    model.reply(asked)
    with pytest.raises(
        AssertionError, match="asked 2 times, the script has 1"
    ):
        model.reply(asked)
