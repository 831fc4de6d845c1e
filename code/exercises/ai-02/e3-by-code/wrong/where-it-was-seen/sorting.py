"""Wrong: a code is looked for at the status that it came with in the manual.

Fails: test_a_code_decides_at_each_status
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from parlance.adapters.llm.failing import by_status, retry_hint
from parlance.domain.errors import (
    ContentRefused,
    ContextTooLong,
    ModelError,
    QuotaExhausted,
)

_BY_CODE: dict[str, type[ModelError]] = {
    "no_credit": QuotaExhausted,
    "too_long": ContextTooLong,
}


def error_of(
    status: int, body: str, headers: Mapping[str, str]
) -> ModelError:
    """Give our error for an answer: by its code, and else by its status."""
    code, message = _said(body)
    if code.startswith("blocked_"):
        return ContentRefused(message, status)
    if code in _BY_CODE and status in {400, 429}:
        return _BY_CODE[code](message, status)
    return by_status(status, message, retry_hint(headers))


def _said(body: str) -> tuple[str, str]:
    """Give code and message, as far as the body has them."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    match found:
        case {"error": {"code": str(code), "message": str(message)}}:
            return code, message
        case {"error": {"message": str(message)}}:
            return "", message
        case {"error": {"code": str(code)}}:
            return code, body[:80]
    return "", body[:80]
