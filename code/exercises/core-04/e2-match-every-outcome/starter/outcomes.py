"""What can become of a link; given, and not to be changed."""

from __future__ import annotations

from dataclasses import dataclass

GONE = 410


@dataclass(frozen=True)
class Ok:
    url: str
    ms: int


@dataclass(frozen=True)
class Redirected:
    url: str
    target: str
    permanent: bool


@dataclass(frozen=True)
class Broken:
    url: str
    status: int


@dataclass(frozen=True)
class TimedOut:
    url: str
    after: float


Outcome = Ok | Redirected | Broken | TimedOut
