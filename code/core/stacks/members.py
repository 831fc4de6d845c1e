"""Who borrows: a patron has a membership, and memberships are data."""

from __future__ import annotations

from typing import NamedTuple


class Membership(NamedTuple):
    """What a kind of patron may do."""

    name: str
    limit: int
    extra_days: int = 0


ADULT = Membership("adult", limit=10)
CHILD = Membership("child", limit=5, extra_days=14)
RESEARCHER = Membership("researcher", limit=30, extra_days=56)


class Patron(NamedTuple):
    """A card and what it entitles to."""

    card: str
    membership: Membership = ADULT
