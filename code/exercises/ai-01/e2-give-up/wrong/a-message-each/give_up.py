"""Wrong: each failure is a message of its own.

Fails: test_one_message_answers_all_in_the_order_of_the_calls
"""

from __future__ import annotations

from parlance import ChatMessage, Conversation, ToolResult


def give_up(conversation: Conversation, reason: str) -> int:
    """Answer each open call with a failure; return how many there were."""
    results = [
        ToolResult(call.id, reason, failed=True)
        for call in conversation.open_calls
    ]
    for result in results:
        conversation.append(ChatMessage.tool(result))
    return len(results)
