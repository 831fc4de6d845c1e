"""Amounts in several currencies, kept side by side."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from tally.money import Money


class MoneyBag:
    """One amount for each currency; compared by content, immutable."""

    def __init__(self, *amounts: Money) -> None:
        by_currency = attrgetter("currency")
        groups = groupby(sorted(amounts, key=by_currency), by_currency)
        totals = (sum(m, start=Money(0, c)) for c, m in groups)
        # Sorted and without zeros: equal bags hold equal tuples.
        self._amounts = tuple(money for money in totals if money.amount)

    def __getitem__(self, currency: str) -> Money:
        """The amount in one currency; zero when there is none."""
        mine = (m for m in self._amounts if m.currency == currency)
        return next(mine, Money(0, currency))

    def __repr__(self) -> str:
        return f"MoneyBag({', '.join(map(repr, self._amounts))})"

    def __add__(self, other: MoneyBag | Money) -> MoneyBag:
        if isinstance(other, Money):
            other = MoneyBag(other)
        if not isinstance(other, MoneyBag):
            return NotImplemented
        return MoneyBag(*self._amounts, *other._amounts)

    def __radd__(self, other: Money | int) -> MoneyBag:
        if isinstance(other, Money):
            return self + other
        # sum() starts from the integer 0, and 0.0 equals it; nothing else is let in.
        return self if other == 0 else NotImplemented

    def __neg__(self) -> MoneyBag:
        return MoneyBag(*(-money for money in self._amounts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MoneyBag):
            return NotImplemented
        return self._amounts == other._amounts

    def __hash__(self) -> int:
        return hash(self._amounts)
