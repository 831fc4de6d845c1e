"""The errors of Anthropic's SDK."""

from __future__ import annotations

import anthropic

from parlance.adapters.llm.failing import (
    by_reading,
    by_status,
    by_transport,
    retry_hint,
)
from parlance.domain.errors import (
    ConnectionFailed,
    ContextTooLong,
    ModelError,
    QuotaExhausted,
)

# Three that have no code of their own: 400, and a sentence.
_BY_WORDS: dict[str, type[ModelError]] = {
    "prompt is too long": ContextTooLong,
    "credit balance is too low": QuotaExhausted,
    "api usage limits": QuotaExhausted,
}
# A limit of money that comes with the status of a limit of speed.
_SPENT = {"contract_spend_limit_reached", "enforced_spend_limit_reached"}

# In a stream the status was 200; the type says which it should have been.
_STATUS = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}


def translate(error: Exception) -> ModelError | None:
    """Give our error for one of the SDK's, None for any other."""
    if isinstance(error, anthropic.APIStatusError):
        return _by_body(error)
    if isinstance(error, anthropic.APIConnectionError):
        cause = error.__cause__ or error
        return by_transport(cause) or ConnectionFailed(str(error))
    return by_transport(error) or by_reading(error)


def _by_body(error: anthropic.APIStatusError) -> ModelError:
    """Sort an error by its words and its code, or else by its status."""
    said = error.api_message or error.message
    status = error.status_code if error.status_code >= 400 else None
    for words, kind in _BY_WORDS.items():
        if words in said.lower():
            return kind(said, status)
    if error.error_code in _SPENT:
        return QuotaExhausted(said, status)
    code = status or _STATUS.get(error.type or "", 0)
    found = by_status(code, said, retry_hint(error.response.headers))
    found.status = status
    return found
