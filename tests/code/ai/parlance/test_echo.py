"""The first model: it says what it heard."""

from __future__ import annotations

import pytest
from parlance import ChatMessage, Conversation, TurnError
from parlance.adapters.llm.echo import EchoModel


def test_it_says_the_last_words_of_the_user() -> None:
    conversation = Conversation("c-17", [ChatMessage.system("Be brief.")])
    model = EchoModel()
    for words in ("Hello", "Is the ladder free?"):
        conversation.append(ChatMessage.user(words))
        conversation.append(model.reply(conversation))
    assert [message.text for message in conversation][-1] == "You said: Is the ladder free?"
    assert model.calls == 2


def test_it_leaves_the_conversation_alone() -> None:
    conversation = Conversation("c-17", [ChatMessage.user("Hello")])
    EchoModel("").reply(conversation)
    assert len(conversation) == 1


def test_it_is_not_asked_out_of_turn() -> None:
    model = EchoModel()
    with pytest.raises(TurnError, match="c-17: 0 messages> waits for somebody else"):
        model.reply(Conversation("c-17"))
    assert model.calls == 0
