"""When nobody will answer the open calls any more."""

from __future__ import annotations

from parlance import ChatMessage, Conversation, ToolResult


def give_up(conversation: Conversation, reason: str) -> int:
    """Answer each open call with a failure; return how many there were."""
    for call in conversation.open_calls:
        conversation.append(ChatMessage.tool(ToolResult(call.id, reason)))
    return len(conversation.open_calls)
