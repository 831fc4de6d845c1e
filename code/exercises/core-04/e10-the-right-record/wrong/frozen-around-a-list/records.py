"""Wrong: freezes the attribute and keeps the list that the caller goes on filling.

Fails: test_nothing_about_it_changes_not_even_its_tags
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What both have in common; an entry is still no page."""

    link: str
    title: str
    tags: Iterable[str] = field(default=(), hash=False)
    seen_at: datetime | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError(f"{self.link} has no title")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry(_Record):
    """An entry of a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(_Record):
    """A page that was fetched."""
