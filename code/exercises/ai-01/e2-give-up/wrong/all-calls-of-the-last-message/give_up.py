"""Wrong: calls that have their answer get a second one.

Fails: test_a_call_that_was_answered_keeps_its_answer
"""

from __future__ import annotations

from parlance import ChatMessage, Conversation, ToolResult


def give_up(conversation: Conversation, reason: str) -> int:
    """Answer each open call with a failure; return how many there were."""
    results = [
        ToolResult(call.id, reason, failed=True)
        for message in reversed(list(conversation))
        for call in message.tool_calls
    ]
    if results:
        conversation.append(ChatMessage.tool(*results))
    return len(results)
