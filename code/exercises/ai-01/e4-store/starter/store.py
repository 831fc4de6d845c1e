"""A conversation as a text, and back."""

from __future__ import annotations

import json

from parlance import ChatMessage, Conversation

VERSION = 1


def dump(conversation: Conversation) -> str:
    """Write a conversation as JSON."""
    return json.dumps([message.to_json() for message in conversation])


def load(text: str) -> Conversation:
    """Read what `dump` wrote, or raise MessageError."""
    return Conversation("", map(ChatMessage.from_json, json.loads(text)))
