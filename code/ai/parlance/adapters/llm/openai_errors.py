"""The errors of OpenAI's SDK, for both of its protocols."""

from __future__ import annotations

import openai

from parlance.adapters.llm.failing import (
    by_reading,
    by_status,
    by_transport,
    retry_hint,
)
from parlance.domain.errors import (
    ConnectionFailed,
    ContentRefused,
    ContextTooLong,
    ModelError,
    Overloaded,
    QuotaExhausted,
    RateLimited,
)

# The code says more than the status: 429 is both "later" and "pay first".
# Where there are several codes for one thing, the type is the same.
_BY_CODE: dict[str, type[ModelError]] = {
    "context_length_exceeded": ContextTooLong,
    "insufficient_quota": QuotaExhausted,
    "content_filter": ContentRefused,
    "content_policy_violation": ContentRefused,
    "invalid_prompt": ContentRefused,
    "bio_policy": ContentRefused,
    "misalignment_policy_violation": ContentRefused,
    "image_content_policy_violation": ContentRefused,
}
# In a stream there is no status any more.
_IN_STREAM: dict[str, type[ModelError]] = {
    "rate_limit_exceeded": RateLimited,
    "server_error": Overloaded,
    "server_is_overloaded": Overloaded,
}


def translate(error: Exception) -> ModelError | None:
    """Give our error for one of the SDK's, None for any other."""
    if isinstance(error, openai.APIStatusError):
        code = error.type if error.type in _BY_CODE else error.code
        hint = retry_hint(error.response.headers)
        return by_code(code, _said(error), error.status_code, hint)
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__ or error
        return by_transport(cause) or ConnectionFailed(str(error))
    if isinstance(error, openai.APIError):
        return by_code(error.code, _said(error))
    return by_transport(error) or by_reading(error)


def by_code(
    code: str | None,
    message: str,
    status: int | None = None,
    retry_after: float | None = None,
) -> ModelError:
    """Sort an error by its code, or by its status where there is no code."""
    if code in _BY_CODE:
        return _BY_CODE[code](message, status)
    if status is not None:
        return by_status(status, message, retry_after)
    return _IN_STREAM.get(code or "", ModelError)(message)


def _said(error: openai.APIError) -> str:
    """Take the provider's own words, without the SDK's around them."""
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("message"), str):
        return str(body["message"])
    return error.message
