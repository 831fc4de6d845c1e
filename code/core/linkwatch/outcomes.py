"""What can come of checking a link: five records, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from linkwatch.urls import Url


class Link(NamedTuple):
    """An address and the page that points to it."""

    url: Url
    found_on: str


class Reason(StrEnum):
    """Why a link was not judged."""

    DENIED_HOST = "host is on the deny list"
    LOGIN = "asks for a login"
    FORBIDDEN = "forbidden"
    TOO_MANY_REQUESTS = "asks us to slow down"


@dataclass(frozen=True, slots=True)
class Ok:
    """The server answered with a success."""

    link: Link
    status: int
    millis: int


@dataclass(frozen=True, slots=True)
class Redirected:
    """It works, under another address."""

    link: Link
    target: Url
    permanent: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """There is an answer, or a refusal, and it is no page."""

    link: Link
    problem: str


@dataclass(frozen=True, slots=True)
class TimedOut:
    """No answer in the time that was allowed."""

    link: Link
    seconds: float


@dataclass(frozen=True, slots=True)
class Blocked:
    """We were not let in, which says nothing about the link."""

    link: Link
    reason: Reason


Outcome: TypeAlias = Ok | Redirected | Broken | TimedOut | Blocked
