import pytest
from limits import Limits
from parlance import ChatMessage, ImageReference
from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec

TOOLS = (ToolSpec("find_tool", "Find tools."),)
PICTURE = ImageReference("https://harbour.example/ladder.png")
SHOWN = ChatMessage.user("Is this one free?", PICTURE)
EARLIER = [SHOWN, ChatMessage.assistant("Yes."), ChatMessage.user("Till?")]


def refusal(limits: Limits, request: ChatRequest) -> str:
    with pytest.raises(UnsupportedRequest) as caught:
        limits.check(request)
    return str(caught.value)


def test_an_image_of_an_earlier_message_counts() -> None:
    asked = ChatRequest.of(EARLIER)
    assert refusal(Limits(images=False), asked) == "cannot: read images"


def test_the_two_together_are_named_where_each_alone_would_do() -> None:
    asked = ChatRequest.of(EARLIER, tools=TOOLS)
    apart = Limits(together=False)
    assert refusal(apart, asked) == "cannot: call tools about images"
    apart.check(ChatRequest.of(EARLIER))
    apart.check(ChatRequest.of([ChatMessage.user("?")], tools=TOOLS))


def test_the_two_together_are_not_named_beside_one_of_them() -> None:
    asked = ChatRequest.of([SHOWN], tools=TOOLS)
    deaf = Limits(tools=False, together=False)
    assert refusal(deaf, asked) == "cannot: call tools"
    blind = Limits(images=False, together=False)
    assert refusal(blind, asked) == "cannot: read images"


def test_messages_are_counted_and_come_last() -> None:
    asked = ChatRequest.of(EARLIER)
    Limits(max_messages=3).check(asked)
    short = Limits(images=False, max_messages=2)
    said = "cannot: read images, read more than 2 messages"
    assert refusal(short, asked) == said


def test_a_bound_of_zero_is_a_bound() -> None:
    asked = ChatRequest.of(EARLIER)
    said = "cannot: read more than 0 messages"
    assert refusal(Limits(max_messages=0), asked) == said
