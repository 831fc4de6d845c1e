"""Amounts in several currencies, kept side by side."""

from __future__ import annotations

from tally.money import Money


class MoneyBag:
    """One amount for each currency; compared by content, immutable."""

    def __init__(self, *amounts: Money) -> None:
        self._amounts = list(amounts)

    def __getitem__(self, currency: str) -> Money:
        """The amount in one currency; zero when there is none."""
        zero = Money(0, currency)
        mine = (a for a in self._amounts if a.currency == currency)
        return sum(mine, start=zero)
