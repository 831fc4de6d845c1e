"""Wrong: gives a subclass a __post_init__ of its own, and the base's no longer runs.

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
    tags: Iterable[str] = ()
    seen_at: datetime | None = field(default=None, compare=False)

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

    def __post_init__(self) -> None:
        if not self.link:
            raise ValueError("a page has a link")
