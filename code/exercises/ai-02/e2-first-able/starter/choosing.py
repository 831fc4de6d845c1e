"""Which of several models to ask."""

from __future__ import annotations

from collections.abc import Iterable

from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel


def first_able(
    models: Iterable[ChatModel], request: ChatRequest, *, stream: bool = False
) -> ChatModel:
    """Give the first model that can do what the request asks."""
    for model in models:
        able = model.capabilities
        if request.tools and not able.tools:
            continue
        if stream and not able.streaming:
            continue
        return model
    raise UnsupportedRequest("no model can do this")
