"""Wrong: leaves the time in the comparison: every fetch is a new entry.

Fails: test_when_it_was_seen_does_not_make_it_another_entry
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """What both have in common; an entry is still no page."""

    link: str
    title: str
    tags: Iterable[str] = ()
    seen_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError(f"{self.link} has no title")
        # Frozen is about the attribute; what it holds must not change either.
        object.__setattr__(self, "tags", tuple(self.tags))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry(_Record):
    """An entry of a feed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(_Record):
    """A page that was fetched."""
