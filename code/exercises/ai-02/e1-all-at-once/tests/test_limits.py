import pytest
from limits import Limits
from parlance import ChatMessage, ImageReference
from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec

TOOLS = (ToolSpec("find_tool", "Find tools."),)
PICTURE = ImageReference("https://harbour.example/ladder.png")
WORDS = ChatMessage.user("Is this one free?")
SHOWN = ChatMessage.user("Is this one free?", PICTURE)
BOTH = ChatRequest.of([SHOWN], tools=TOOLS)


def refusal(limits: Limits, request: ChatRequest) -> str:
    with pytest.raises(UnsupportedRequest) as caught:
        limits.check(request)
    return str(caught.value)


def test_what_it_can_do_is_let_through() -> None:
    Limits().check(BOTH)
    Limits(tools=False, images=False).check(ChatRequest.of([WORDS]))


def test_one_thing_is_named() -> None:
    asked = ChatRequest.of([WORDS], tools=TOOLS)
    assert refusal(Limits(tools=False), asked) == "cannot: call tools"


def test_all_that_is_missing_is_named_at_once() -> None:
    limits = Limits(tools=False, images=False)
    assert refusal(limits, BOTH) == "cannot: call tools, read images"
