"""What a model promises, as a function that complains."""

from __future__ import annotations

from parlance import ChatMessage
from parlance.adapters.llm.fake import FakeChatModel
from parlance.domain.requests import ChatRequest

Kind = type[FakeChatModel]
ASK = ChatRequest.of([ChatMessage.user("Ladders?")])


async def check(kind: Kind) -> None:
    """Raise AssertionError if models of this kind break a promise."""
    model = kind("Two.")
    assert (await model.complete(ASK)).text == "Two."
