"""What a feed says about an entry, and what a page says about itself."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class _Record(BaseModel):
    """What both have in common; an entry is still no page."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: str
    title: str = Field(pattern=r"\S")
    tags: tuple[str, ...] = ()
    seen_at: datetime | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[type, str, str, tuple[str, ...]]:
        return type(self), self.link, self.title, self.tags


class FeedEntry(_Record):
    """An entry of a feed."""


class Page(_Record):
    """A page that was fetched."""
