"""Wrong: the check is not told that it is about a stream.

Fails: test_a_stream_is_asked_for_as_a_stream
"""

from __future__ import annotations

from collections.abc import Iterable

from parlance.domain.errors import UnsupportedRequest
from parlance.domain.requests import ChatRequest
from parlance.ports.chat_model import ChatModel


def first_able(
    models: Iterable[ChatModel], request: ChatRequest, *, stream: bool = False
) -> ChatModel:
    """Give the first that can; UnsupportedRequest has the reasons of all."""
    reasons = []
    for model in models:
        try:
            model.capabilities.check(request)
        except UnsupportedRequest as error:
            reasons.append(str(error))
        else:
            return model
    raise UnsupportedRequest("; ".join(reasons) or "there is no model")
