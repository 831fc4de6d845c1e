"""A change to a watched feed, as another program sends it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import ConfigDict, PositiveInt, TypeAdapter, with_config
from typing_extensions import TypedDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is watched."""

    url: str
    title: str | None = None
    newest: int = 20
    since: date | None = None
    tags: tuple[str, ...] = ()


@with_config(ConfigDict(strict=True, extra="forbid"))
class _Change(TypedDict, total=False):
    title: str | None
    newest: PositiveInt
    since: date | None
    tags: tuple[str, ...]


_reader = TypeAdapter(_Change)


def changed(feed: Feed, body: bytes) -> Feed:
    """Give the feed with what the body changes; ValueError if it cannot."""
    return replace(feed, **_reader.validate_json(body))
