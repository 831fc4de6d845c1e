"""A change to a watched feed, as another program sends it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, PositiveInt, TypeAdapter, with_config
from typing_extensions import TypedDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is watched."""

    url: str
    title: str | None = None
    newest: int = 20
    since: date | None = None
    tags: tuple[str, ...] = ()


def _day(value: object) -> object:
    """Read YYYY-MM-DD; pydantic alone takes "1709164800" for a day, too."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("not a day as YYYY-MM-DD")
    return date.fromisoformat(value)


@with_config(ConfigDict(strict=True, extra="forbid"))
class _Change(TypedDict, total=False):
    title: str | None
    newest: PositiveInt
    since: Annotated[date, BeforeValidator(_day)] | None
    tags: tuple[str, ...]


_reader = TypeAdapter(_Change)


def changed(feed: Feed, body: bytes) -> Feed:
    """Give the feed with what the body changes; ValueError if it cannot."""
    return replace(feed, **_reader.validate_json(body))
