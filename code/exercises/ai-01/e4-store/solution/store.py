"""A conversation as a text, and back."""

from __future__ import annotations

import json

from parlance import ChatMessage, Conversation, MessageError, TurnError

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
    if type(version) is not int or version != VERSION:
        raise MessageError(
            f"version {version!r}, this program reads {VERSION}"
        )
    messages = data.get("messages")
    if not isinstance(data.get("id"), str) or not isinstance(messages, list):
        raise MessageError("a conversation has an id and a list of messages")
    try:
        return Conversation(data["id"], map(ChatMessage.from_json, messages))
    except TurnError as error:
        raise MessageError(f"in the store: {error}") from error
