"""The client that an adapter makes for itself asks once, whatever the SDK would do by default."""

from __future__ import annotations

import asyncio

import pytest
from labkit import Failure, Step, WireServer
from parlance import ChatMessage, Secret
from parlance.adapters.llm.openai_chat import OpenAIChat
from parlance.domain.errors import Overloaded
from parlance.domain.requests import ChatRequest


def test_a_client_of_its_own_asks_once() -> None:
    async def ask(url: str) -> None:
        model = OpenAIChat(Secret("test-key"), "any-model", base_url=url)
        with pytest.raises(Overloaded):
            await model.complete(ChatRequest.of([ChatMessage.user("Ladders?")]))
        await model.aclose()

    with WireServer([Step(Failure(503), times=None)]) as server:
        asyncio.run(ask(server.openai_url))
        assert len(server.exchanges) == 1
