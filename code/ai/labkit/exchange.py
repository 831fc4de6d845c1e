"""What the server saw: a record of each request, for a test to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labkit.request import ModelRequest


@dataclass(slots=True)
class Exchange:
    """One request and what became of it.

    `number` counts the requests from 1, `connection` the connections they
    came on. `request` is None where the body could not be read. Times are
    seconds since the server started. `left_at` is when the client closed the
    connection before its answer was complete. The server sets the end of an
    exchange in its own thread, which may be a moment after the client has all.
    """

    number: int
    connection: int
    path: str
    headers: Mapping[str, str]
    body: Any
    came_at: float
    request: ModelRequest | None = None
    status: int | None = None
    refusal: str = ""
    left_at: float | None = None
    ended_at: float | None = None

    @property
    def retry_count(self) -> int:
        """How often the SDK had sent this request before, as it says itself."""
        return int(self.headers.get("x-stainless-retry-count", "0"))
