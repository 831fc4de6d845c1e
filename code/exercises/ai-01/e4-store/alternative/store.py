"""A conversation as a text, and back."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from parlance import ChatMessage, Conversation, MessageError, TurnError

VERSION = 1


class Stored(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(strict=True)

    version: int = Field(ge=VERSION, le=VERSION)
    id: str
    messages: list[dict[str, Any]]


def dump(conversation: Conversation) -> str:
    """Write a conversation as JSON."""
    messages = [message.to_json() for message in conversation]
    stored = Stored(version=VERSION, id=conversation.id, messages=messages)
    return stored.model_dump_json()


def load(text: str) -> Conversation:
    """Read what `dump` wrote, or raise MessageError."""
    try:
        stored = Stored.model_validate_json(text)
        messages = [ChatMessage.from_json(one) for one in stored.messages]
        return Conversation(stored.id, messages)
    except (ValidationError, TurnError) as error:
        raise MessageError(f"in the store: {error}") from error
