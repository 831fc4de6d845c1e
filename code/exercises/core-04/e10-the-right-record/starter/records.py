"""What a feed says about an entry, and what a page says about itself."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class FeedEntry(NamedTuple):
    """An entry of a feed."""

    link: str
    title: str
    tags: list[str]
    seen_at: datetime | None = None


class Page(NamedTuple):
    """A page that was fetched."""

    link: str
    title: str
    tags: list[str]
    seen_at: datetime | None = None
