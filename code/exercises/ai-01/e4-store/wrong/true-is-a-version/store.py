"""Wrong: a Literal is compared with ==, and True == 1, in a strict model too.

Fails: test_another_version_is_refused_by_its_number
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from parlance import ChatMessage, Conversation, MessageError, TurnError

VERSION = 1


class Stored(BaseModel):
    """What stands in the file."""

    model_config = ConfigDict(strict=True)

    version: Literal[1]
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
