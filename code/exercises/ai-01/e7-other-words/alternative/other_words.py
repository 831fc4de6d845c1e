"""A conversation in the words of Anthropic's Messages."""

from __future__ import annotations

from functools import singledispatch
from itertools import groupby
from typing import Any

from parlance import (
    ChatMessage,
    Conversation,
    ImageReference,
    MessageError,
    Role,
    Text,
    ToolCall,
    ToolResult,
)

Json = dict[str, Any]


def to_messages(conversation: Conversation) -> Json:
    """Give the parameters `system` and `messages`."""
    said = list(conversation)
    sent: Json = {}
    if said and said[0].role is Role.SYSTEM:
        sent["system"] = said.pop(0).text
    sent["messages"] = [
        {
            "role": speaks,
            "content": [block(part) for one in turn for part in one.parts],
        }
        for speaks, turn in groupby(said, _speaker)
    ]
    return sent


def _speaker(message: ChatMessage) -> str:
    return "assistant" if message.role is Role.ASSISTANT else "user"


@singledispatch
def block(part: object) -> Json:
    """Give the block of a part; each kind registers its own."""
    raise MessageError(f"no block for a {type(part).__name__}")


@block.register
def _(part: Text) -> Json:
    return {"type": "text", "text": part.text}


@block.register
def _(part: ToolCall) -> Json:
    named = {"id": part.id, "name": part.name}
    return {"type": "tool_use", **named, "input": part.parsed()}


@block.register
def _(part: ToolResult) -> Json:
    failed = {"is_error": True} if part.failed else {}
    result = {"tool_use_id": part.call_id, "content": part.text}
    return {"type": "tool_result", **result, **failed}


@block.register
def _(part: ImageReference) -> Json:
    url, source = part.url, {"type": "url", "url": part.url}
    if url.startswith("data:"):
        head, _, data = url.removeprefix("data:").partition(",")
        media_type, _, coding = head.partition(";")
        if not data or coding.rpartition(";")[2] != "base64":
            raise MessageError(f"no image in base64: {url!r:.60}")
        source = {"type": "base64", "media_type": media_type, "data": data}
    return {"type": "image", "source": source}
