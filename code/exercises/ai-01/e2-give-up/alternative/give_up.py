"""When nobody will answer the open calls any more."""

from __future__ import annotations

from collections.abc import Callable

from parlance import ChatMessage, Conversation, ToolCall, ToolResult

Run = Callable[[ToolCall], ToolResult]


def answer_open_calls(conversation: Conversation, run: Run) -> int:
    """Answer each open call with what `run` makes of it."""
    results = [run(call) for call in conversation.open_calls]
    if results:
        conversation.append(ChatMessage.tool(*results))
    return len(results)


def give_up(conversation: Conversation, reason: str) -> int:
    """Answer each open call with a failure; return how many there were."""
    return answer_open_calls(
        conversation, lambda call: ToolResult(call.id, reason, failed=True)
    )
