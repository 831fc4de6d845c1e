"""The dialect of the machine in the shed, which is that of OpenAI's Chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.replies import FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.usage import Usage

TEXTS = ModelCapabilities(tools=False, images=False)
WORDS = {
    "stop": FinishReason.STOP,
    "length": FinishReason.LENGTH,
    "content_filter": FinishReason.FILTERED,
}


def body_of(model: str, request: ChatRequest, stream: bool) -> dict[str, Any]:
    """Put a request of texts into the dialect."""
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": request.max_output_tokens,
        "messages": [
            {"role": str(message.role), "content": message.text}
            for message in request.messages
        ],
        "stream": stream,
    }
    return body | ({"stream_options": {"include_usage": True}} if stream else {})


def usage_of(counts: Mapping[str, Any] | None) -> Usage:
    """Read the counts, if there are any."""
    if not counts:
        return Usage()
    return Usage(counts["prompt_tokens"], counts["completion_tokens"])
