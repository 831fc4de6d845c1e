"""A kitty: people who share every bill, and stay even to the cent."""

from __future__ import annotations

from collections.abc import Sequence

from tally.money import Money


class Kitty:
    """Shares bills; no two totals are ever more than one cent apart."""

    def __init__(self, names: Sequence[str], currency: str) -> None:
        self._totals = {name: Money(0, currency) for name in names}

    def share(self, bill: Money) -> dict[str, Money]:
        """Deal the bill out; give what each person pays of it."""
        shares = bill.allocate([1] * len(self._totals))
        dealt = dict(zip(self._totals, shares, strict=True))
        for name, amount in dealt.items():
            self._totals[name] += amount
        return dealt

    def total(self, name: str) -> Money:
        """What this person has paid so far; KeyError for a stranger."""
        return self._totals[name]
