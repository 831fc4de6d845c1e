"""The fees of this house."""

from __future__ import annotations

from dataclasses import dataclass

from late import LateReturn


@dataclass(frozen=True)
class PerDay:
    """So many cents a day, for one medium."""

    medium: str
    cents: int

    @property
    def name(self) -> str:
        """The tariff."""
        return f"{self.cents} a day"

    def apply(self, item: LateReturn, cents: int) -> int:
        """Add the days."""
        return cents + self.cents * item.days * (item.medium == self.medium)


@dataclass(frozen=True)
class Grace:
    """Nothing, if it was a few days only."""

    days: int
    name: str = "grace"

    def apply(self, item: LateReturn, cents: int) -> int:
        """Forgive all or nothing."""
        return 0 if item.days <= self.days else cents


@dataclass(frozen=True)
class Cap:
    """No more than the item cost."""

    name: str = "cap"

    def apply(self, item: LateReturn, cents: int) -> int:
        """Stop at the price."""
        return min(cents, item.price)


@dataclass(frozen=True)
class Free:
    """Nothing, for one kind of patron."""

    patron: str

    @property
    def name(self) -> str:
        """Who does not pay."""
        return self.patron

    def apply(self, item: LateReturn, cents: int) -> int:
        """Forgive everything to those it is meant for."""
        return 0 if item.patron == self.patron else cents
