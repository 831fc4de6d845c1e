"""The errors of Ollama's client, which keeps the status, not the headers."""

from __future__ import annotations

import httpx
import ollama

from parlance.adapters.llm.failing import (
    by_reading,
    by_status,
    by_transport,
    retry_hint,
)
from parlance.domain.errors import ConnectionFailed, ModelError


def translate(error: Exception) -> ModelError | None:
    """Give our error for one of the client's, None for any other."""
    if isinstance(error, ollama.ResponseError):
        if error.status_code < 0:  # in a stream: a text, and nothing else
            return ModelError(error.error)
        hint = _hint(error.__context__)
        return by_status(error.status_code, error.error, hint)
    if isinstance(error, ConnectionError):  # Python's own, for httpx's
        return ConnectionFailed(str(error), sent=False)
    return by_transport(error) or by_reading(error)


def _hint(before: BaseException | None) -> float | None:
    """Read the headers of the error that the client's has replaced."""
    if isinstance(before, httpx.HTTPStatusError):
        return retry_hint(before.response.headers)
    return None
