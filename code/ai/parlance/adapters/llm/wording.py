"""What a dialect has no word for: said in another way, or refused."""

from __future__ import annotations

from typing import Any

from parlance.domain.errors import MessageError, UnsupportedRequest
from parlance.domain.messages import ToolCall, ToolResult


def told_of(result: ToolResult) -> str:
    """Give a result where the dialect cannot mark a call that failed."""
    return f"failed: {result.text}" if result.failed else result.text


def object_of(call: ToolCall) -> dict[str, Any]:
    """Give the arguments where the dialect sends an object, not a text."""
    try:
        return call.parsed()
    except MessageError as error:
        raise UnsupportedRequest(str(error)) from error
