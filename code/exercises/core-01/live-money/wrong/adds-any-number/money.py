"""Wrong: takes every number for the start of a sum, so 5 + money is money.

Fails: test_nothing_but_the_zero_of_sum_is_let_in
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
        if not isinstance(other, Money):
            return NotImplemented
        self._require_same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __radd__(self, other: int) -> Money:
        return self

    def _require_same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency}")
