import asyncio

import pytest
from choosing import first_able
from parlance import ChatMessage, ImageReference
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec

PLAIN = ChatRequest.of([ChatMessage.user("Ladders?")])
TOOLS = ChatRequest.of(
    [ChatMessage.user("Ladders?")],
    tools=(ToolSpec("find_tool", "Find tools."),),
)
SHOWN = ChatRequest.of(
    [
        ChatMessage.user(
            "This one?", ImageReference("https://harbour.example/l.png")
        )
    ]
)


def fake(**able: object) -> FakeChatModel:
    return FakeChatModel("Two.", capabilities=ModelCapabilities(**able))


def test_the_first_that_can_is_taken() -> None:
    small, large = fake(tools=False), fake()
    assert first_able([small, large], PLAIN) is small
    assert first_able([small, large], TOOLS) is large


def test_the_reasons_of_all_are_told() -> None:
    with pytest.raises(UnsupportedRequest) as caught:
        first_able([fake(tools=False), fake(images=False)], SHOWN_TOOLS)
    assert str(caught.value) == (
        "this model cannot: call tools; this model cannot: read images"
    )


SHOWN_TOOLS = ChatRequest.of(SHOWN.messages, tools=TOOLS.tools)


def test_what_was_chosen_can_be_asked() -> None:
    model = first_able([fake()], PLAIN)
    assert asyncio.run(model.complete(PLAIN)).text == "Two."
