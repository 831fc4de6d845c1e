"""A kitty: people who share every bill, and stay even to the cent."""

from __future__ import annotations

from collections.abc import Sequence

from tally.money import Money


class Kitty:
    """Shares bills; no two totals are ever more than one cent apart."""

    def __init__(self, names: Sequence[str], currency: str) -> None:
        if not names or len(set(names)) < len(names):
            raise ValueError(f"not a group of people: {list(names)}")
        self._names = tuple(names)
        self._spent = Money(0, currency)

    def share(self, bill: Money) -> dict[str, Money]:
        """Deal the bill out; give what each person pays of it."""
        before = self._totals()
        self._spent += bill
        after = self._totals()
        return {name: after[name] - before[name] for name in self._names}

    def total(self, name: str) -> Money:
        """What this person has paid so far; KeyError for a stranger."""
        return self._totals()[name]

    def _totals(self) -> dict[str, Money]:
        # One sum, dealt out once: no cents to remember from bill to bill.
        shares = self._spent.allocate([1] * len(self._names))
        return dict(zip(self._names, shares, strict=True))
