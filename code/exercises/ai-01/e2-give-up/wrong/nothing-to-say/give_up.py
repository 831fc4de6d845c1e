"""Wrong: a message without parts does not exist.

Fails: test_nothing_is_said_where_nothing_is_open
"""

from __future__ import annotations

from parlance import ChatMessage, Conversation, ToolResult


def give_up(conversation: Conversation, reason: str) -> int:
    """Answer each open call with a failure; return how many there were."""
    results = [
        ToolResult(call.id, reason, failed=True)
        for call in conversation.open_calls
    ]
    conversation.append(ChatMessage.tool(*results))
    return len(results)
