"""Wrong: a text behind the comma is sent as if it were base64.

Fails: test_what_is_not_in_base64_is_refused
"""

from __future__ import annotations

from typing import Any

from parlance import (
    Conversation,
    ImageReference,
    Part,
    Role,
    Text,
    ToolCall,
    ToolResult,
)


def to_messages(conversation: Conversation) -> dict[str, Any]:
    """Give the parameters `system` and `messages`."""
    sent: dict[str, Any] = {"messages": []}
    messages: list[dict[str, Any]] = sent["messages"]
    for message in conversation:
        if message.role is Role.SYSTEM:
            sent["system"] = message.text
            continue
        speaks = "assistant" if message.role is Role.ASSISTANT else "user"
        blocks = [_block(part) for part in message.parts]
        if messages and messages[-1]["role"] == speaks:
            messages[-1]["content"] += blocks
        else:
            messages.append({"role": speaks, "content": blocks})
    return sent


def _block(part: Part) -> dict[str, Any]:
    match part:
        case Text(text):
            return {"type": "text", "text": text}
        case ImageReference(url):
            return {"type": "image", "source": _source(url)}
        case ToolCall(id=call_id, name=name):
            return {
                "type": "tool_use",
                "id": call_id,
                "name": name,
                "input": part.parsed(),
            }
        case ToolResult(call_id=call_id, text=text, failed=failed):
            return {
                "type": "tool_result",
                "tool_use_id": call_id,
                "content": text,
                **({"is_error": True} if failed else {}),
            }


def _source(url: str) -> dict[str, str]:
    """Tell an image at an address from one that the URL itself holds."""
    if url.startswith("https://"):
        return {"type": "url", "url": url}
    head, _, data = url.removeprefix("data:").partition(",")
    media_type = head.partition(";")[0]
    return {"type": "base64", "media_type": media_type, "data": data}
