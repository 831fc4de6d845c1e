"""Wrong: a failure is sent as a result like any other.

Fails: test_results_are_said_by_the_user
"""

from __future__ import annotations

from typing import Any

from parlance import (
    Conversation,
    ImageReference,
    MessageError,
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
        case ToolResult(call_id=call_id, text=text):
            return {
                "type": "tool_result",
                "tool_use_id": call_id,
                "content": text,
            }


def _source(url: str) -> dict[str, str]:
    """Tell an image at an address from one that the URL itself holds."""
    if url.startswith("https://"):
        return {"type": "url", "url": url}
    head, _, data = url.removeprefix("data:").partition(",")
    match head.split(";"):
        case [media_type, *_, "base64"] if data:
            return {"type": "base64", "media_type": media_type, "data": data}
        case _:
            raise MessageError(f"no image in base64: {url!r:.60}")
