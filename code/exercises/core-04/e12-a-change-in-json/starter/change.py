"""A change to a watched feed, as another program sends it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is watched."""

    url: str
    title: str | None = None
    newest: int = 20
    since: date | None = None
    tags: tuple[str, ...] = ()


class _Change(BaseModel):
    title: str | None = None
    newest: int | None = None
    since: date | None = None
    tags: tuple[str, ...] | None = None


def changed(feed: Feed, body: bytes) -> Feed:
    """Give the feed with what the body changes; ValueError if it cannot."""
    change = _Change.model_validate_json(body)
    given = change.model_dump(exclude_none=True)
    return replace(feed, **given)
