"""Wrong: a wrong order is an error of another kind.

Fails: test_a_wrong_order_in_the_store_is_a_bad_text_too
"""

from __future__ import annotations

import json

from parlance import ChatMessage, Conversation, MessageError

VERSION = 1


def dump(conversation: Conversation) -> str:
    """Write a conversation as JSON."""
    messages = [message.to_json() for message in conversation]
    data = {"version": VERSION, "id": conversation.id, "messages": messages}
    return json.dumps(data, ensure_ascii=False)


def load(text: str) -> Conversation:
    """Read what `dump` wrote, or raise MessageError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"no JSON: {error}") from error
    version = data.get("version") if isinstance(data, dict) else None
    if version != VERSION or isinstance(version, bool):
        raise MessageError(
            f"version {version!r}, this program reads {VERSION}"
        )
    messages = data.get("messages")
    if not isinstance(data.get("id"), str) or not isinstance(messages, list):
        raise MessageError("a conversation has an id and a list of messages")
    try:
        return Conversation(data["id"], map(ChatMessage.from_json, messages))
    except RecursionError as error:
        raise MessageError(f"in the store: {error}") from error
