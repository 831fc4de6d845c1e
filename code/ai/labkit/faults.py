"""What can go wrong between a client and a provider, as data.

A `Failure` is an answer in place of a reply; every other fault spoils the
reply of its step on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """An HTTP error, in the form that the provider gives its errors.

    `kind` is the provider's word for the error (`error.type`); without it,
    the one that its documentation has for the status. `retry_after` is in
    seconds; a fraction also goes into the header `retry-after-ms`, which the
    SDKs of OpenAI and Anthropic read first.
    """

    status: int
    message: str = ""
    kind: str = ""
    code: str | None = None
    retry_after: float | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 400 <= self.status <= 599:
            raise ValueError(f"{self.status} is not the status of an error")
        if self.retry_after is not None and self.retry_after < 0:
            raise ValueError("retry_after is a number of seconds, from 0")


def rate_limited(retry_after: float | None = None) -> Failure:
    """Give the 429 of a provider that was asked too often."""
    return Failure(429, "Rate limit reached.", retry_after=retry_after)


@dataclass(frozen=True, slots=True)
class StallBeforeHeaders:
    """Nothing comes for `seconds`, or until the client has left."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class StallBetweenChunks:
    """A stream stops for `seconds` after `chunks` chunks; None is for good."""

    seconds: float | None = None
    chunks: int = 1


@dataclass(frozen=True, slots=True)
class CutStream:
    """The connection closes after `chunks` chunks, or bytes of the body.

    With `after_bytes` it closes in the middle of a chunk. Where neither can
    be reached the whole body is sent, and only its end is missing.
    """

    chunks: int = 1
    after_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class EndEarly:
    """A stream ends after `chunks` chunks as if that were all: no error on the wire."""

    chunks: int = 1


@dataclass(frozen=True, slots=True)
class Rechunk:
    """A stream comes in chunks of `size` bytes: an event, a character is cut anywhere."""

    size: int = 1


@dataclass(frozen=True, slots=True)
class DropConnection:
    """The connection closes where the answer should begin."""


@dataclass(frozen=True, slots=True)
class BadJson:
    """The first half of a JSON object; in a stream, of chunk number `chunk`."""

    chunk: int = 1


@dataclass(frozen=True, slots=True)
class NoUsage:
    """The reply does not say what it cost."""


@dataclass(frozen=True, slots=True)
class FailInStream:
    """After `chunks` chunks the stream says that it failed, and ends.

    The status was 200 by then: what `failure` has of HTTP is not sent.
    """

    failure: Failure
    chunks: int = 1


@dataclass(frozen=True, slots=True)
class RepeatEnd:
    """The last JSON of a stream comes twice."""


Fault = (
    StallBeforeHeaders
    | StallBetweenChunks
    | CutStream
    | EndEarly
    | Rechunk
    | DropConnection
    | BadJson
    | NoUsage
    | FailInStream
    | RepeatEnd
)

OF_STREAMS = (StallBetweenChunks, FailInStream, RepeatEnd, EndEarly, Rechunk)
OF_REPLIES = (NoUsage, *OF_STREAMS)
