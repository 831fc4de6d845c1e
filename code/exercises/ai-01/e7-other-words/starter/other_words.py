"""A conversation in the words of Anthropic's Messages."""

from __future__ import annotations

from typing import Any

from parlance import Conversation


def to_messages(conversation: Conversation) -> dict[str, Any]:
    """Give the parameters `system` and `messages`."""
    return {
        "system": "",
        "messages": [
            {"role": str(message.role), "content": message.text}
            for message in conversation
        ],
    }
