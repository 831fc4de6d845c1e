"""What the errors of all vendors have in common: HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import httpx2

from parlance.domain.errors import (
    AuthFailed,
    ConnectionFailed,
    InvalidRequest,
    MalformedOutput,
    ModelError,
    Overloaded,
    Phase,
    ProviderTimeout,
    QuotaExhausted,
    RateLimited,
)

# The clients of OpenAI and Anthropic stand on httpx2, that of Ollama on
# httpx: two packages with the same names, and no class in common.
_TRANSPORT = (httpx.TransportError, httpx2.TransportError)
_PHASES: dict[str, Phase] = {
    "ConnectTimeout": "connect",
    "WriteTimeout": "write",
    "ReadTimeout": "read",
    "PoolTimeout": "pool",
}
_NOT_SENT = {"ConnectError", "ProxyError", "UnsupportedProtocol"}

_BY_STATUS: dict[int, type[ModelError]] = {
    401: AuthFailed,
    402: QuotaExhausted,
    403: AuthFailed,
}

# What reading an answer may raise that is none.
_UNREADABLE = (
    LookupError,
    TypeError,
    AttributeError,
    ValueError,
    RecursionError,
)


def by_status(
    status: int, message: str, retry_after: float | None = None
) -> ModelError:
    """Sort an error by what HTTP says, where the body says no more."""
    if status in _BY_STATUS:
        return _BY_STATUS[status](message, status)
    if status in {408, 504}:
        return ProviderTimeout(message, status, "server")
    if status == 429:
        return RateLimited(message, status, retry_after)
    if status == 409 or status >= 500:  # 409: two in each other's way
        return Overloaded(message, status, retry_after)
    kind = InvalidRequest if status >= 400 else ModelError
    return kind(message, status)


def by_transport(error: BaseException) -> ModelError | None:
    """Sort what went wrong below HTTP; None where it was something else."""
    name = type(error).__name__
    if not isinstance(error, _TRANSPORT):
        return None
    if name in _PHASES:
        return ProviderTimeout(f"no answer: {name}", phase=_PHASES[name])
    return ConnectionFailed(f"no answer: {name}", sent=name not in _NOT_SENT)


def by_reading(error: BaseException) -> ModelError | None:
    """Take what reading raised for what it is: no answer was to be read."""
    if isinstance(error, _UNREADABLE):
        return MalformedOutput(f"no usable answer: {error}")
    return None


def retry_hint(headers: Mapping[str, str]) -> float | None:
    """Read when to come back: seconds from now, None without a hint."""
    try:
        if "retry-after-ms" in headers:
            seconds = float(headers["retry-after-ms"]) / 1000
        else:
            seconds = _seconds(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _seconds(text: str) -> float:
    """Read seconds, or the date that HTTP allows in their place."""
    try:
        return float(text)
    except ValueError:
        then = parsedate_to_datetime(text)
    return max((then - datetime.now(UTC)).total_seconds(), 0.0)
