"""Wrong: an amount of zero stays and makes the bag differ from an empty one.

Fails: test_a_bag_and_its_opposite_leave_nothing
"""

from __future__ import annotations

from tally.money import Money


class MoneyBag:
    """One amount for each currency; compared by content, immutable."""

    def __init__(self, *amounts: Money) -> None:
        totals: dict[str, Money] = {}
        for money in amounts:
            zero = Money(0, money.currency)
            totals[money.currency] = totals.get(money.currency, zero) + money
        self._amounts = totals

    def __getitem__(self, currency: str) -> Money:
        """The amount in one currency; zero when there is none."""
        return self._amounts.get(currency, Money(0, currency))

    def __repr__(self) -> str:
        return f"MoneyBag({', '.join(map(repr, self._amounts.values()))})"

    def __add__(self, other: MoneyBag | Money) -> MoneyBag:
        if isinstance(other, Money):
            other = MoneyBag(other)
        if not isinstance(other, MoneyBag):
            return NotImplemented
        return MoneyBag(*self._amounts.values(), *other._amounts.values())

    def __radd__(self, other: Money | int) -> MoneyBag:
        if isinstance(other, Money):
            return self + other
        # sum() starts from the integer 0, and 0.0 equals it; nothing else is let in.
        return self if other == 0 else NotImplemented

    def __neg__(self) -> MoneyBag:
        return MoneyBag(*(-money for money in self._amounts.values()))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MoneyBag):
            return NotImplemented
        return self._amounts == other._amounts

    def __hash__(self) -> int:
        return hash(frozenset(self._amounts.values()))
