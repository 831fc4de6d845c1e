"""A kitty: people who share every bill, and stay even to the cent."""

from __future__ import annotations

from collections.abc import Sequence

from tally.money import Money


class Kitty:
    """Shares bills; no two totals are ever more than one cent apart."""

    def __init__(self, names: Sequence[str], currency: str) -> None:
        if not names or len(set(names)) < len(names):
            raise ValueError(f"not a group of people: {list(names)}")
        self._totals = {name: Money(0, currency) for name in names}

    def share(self, bill: Money) -> dict[str, Money]:
        """Deal the bill out; give what each person pays of it."""
        shares = sorted(bill.allocate([1] * len(self._totals)), reverse=True)
        # Whoever has paid least so far takes the larger share.
        poorest_first = sorted(self._totals, key=self.total)
        due = dict(zip(poorest_first, shares, strict=True))
        after = {
            name: paid + due[name] for name, paid in self._totals.items()
        }
        self._totals = after
        return {name: due[name] for name in after}

    def total(self, name: str) -> Money:
        """What this person has paid so far; KeyError for a stranger."""
        return self._totals[name]
