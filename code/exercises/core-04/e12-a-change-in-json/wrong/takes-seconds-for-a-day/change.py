"""Wrong: takes strict mode's word that a text is a date, and it also reads seconds.

Fails: test_a_date_is_a_text_that_names_one
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel, ConfigDict, PositiveInt


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What is watched."""

    url: str
    title: str | None = None
    newest: int = 20
    since: date | None = None
    tags: tuple[str, ...] = ()


class _Change(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    title: str | None = None
    newest: PositiveInt = 20
    since: date | None = None
    tags: tuple[str, ...] = ()


def changed(feed: Feed, body: bytes) -> Feed:
    """Give the feed with what the body changes; ValueError if it cannot."""
    change = _Change.model_validate_json(body)
    return replace(feed, **change.model_dump(exclude_unset=True))
