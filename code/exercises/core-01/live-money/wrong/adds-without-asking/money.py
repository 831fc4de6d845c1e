"""Wrong: takes whatever stands right of a plus for money, so it gets no turn.

Fails: test_a_type_that_money_does_not_know_gets_its_turn
"""

from __future__ import annotations

from decimal import Decimal


class Money:
    """An exact amount in one currency; compared by content, immutable."""

    def __init__(self, amount: Decimal, currency: str) -> None:
        self._amount = amount
        self._currency = currency

    @property
    def amount(self) -> Decimal:
        """The amount in whole units of the currency."""
        return self._amount

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""
        return self._currency

    def __repr__(self) -> str:
        return f"Money('{self.amount}', '{self.currency}')"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Decimal, str]:
        return self.amount, self.currency

    def __add__(self, other: Money) -> Money:
        self._require_same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __radd__(self, other: int) -> Money:
        # sum() starts from the integer 0; no other number is money.
        return self if other == 0 else NotImplemented

    def _require_same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency}")
