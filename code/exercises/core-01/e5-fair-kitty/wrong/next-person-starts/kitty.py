"""Wrong: moves the start by one for each bill, also after two spare cents.

Fails: test_totals_are_never_more_than_one_cent_apart
"""

from __future__ import annotations

from collections.abc import Sequence

from tally.money import Money


class Kitty:
    """Shares bills; no two totals are ever more than one cent apart."""

    def __init__(self, names: Sequence[str], currency: str) -> None:
        if not names or len(set(names)) < len(names):
            raise ValueError(f"not a group of people: {list(names)}")
        self._totals = {name: Money(0, currency) for name in names}
        self._start = 0

    def share(self, bill: Money) -> dict[str, Money]:
        names = list(self._totals)
        turned = names[self._start :] + names[: self._start]
        self._start = (self._start + 1) % len(names)
        shares = bill.allocate([1] * len(names))
        due = dict(zip(turned, shares, strict=True))
        for name, amount in due.items():
            self._totals[name] += amount
        return {name: due[name] for name in names}

    def total(self, name: str) -> Money:
        return self._totals[name]
