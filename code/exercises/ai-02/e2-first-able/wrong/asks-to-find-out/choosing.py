"""Wrong: a request is sent to find out what can be known.

Fails: test_nobody_is_asked_in_order_to_choose
"""

from __future__ import annotations

import asyncio
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
            model.capabilities.check(request, stream=stream)
            asyncio.run(model.complete(request))
        except UnsupportedRequest as error:
            reasons.append(str(error))
        else:
            return model
    raise UnsupportedRequest("; ".join(reasons) or "there is no model")
