"""Wrong: raises TypeError where the other side should be asked.

Fails: test_the_other_side_gets_its_turn
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
        # A currency that adds up to nothing is not in the bag.
        self._amounts = {c: m for c, m in totals.items() if m.amount}

    def __getitem__(self, currency: str) -> Money:
        """The amount in one currency; zero when there is none."""
        return self._amounts.get(currency, Money(0, currency))

    def __repr__(self) -> str:
        return f"MoneyBag({', '.join(map(repr, self._amounts.values()))})"

    def __add__(self, other: MoneyBag | Money) -> MoneyBag:
        if isinstance(other, Money):
            other = MoneyBag(other)
        if not isinstance(other, MoneyBag):
            raise TypeError(f"cannot add {other!r} to a bag")
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
