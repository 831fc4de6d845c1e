"""An amount of money that knows one rule, and not much else yet."""

from __future__ import annotations

from decimal import Decimal


class Money:
    """An exact amount in one currency."""

    def __init__(self, amount: Decimal, currency: str) -> None:
        self.amount = amount
        self.currency = currency

    def __repr__(self) -> str:
        return f"Money('{self.amount}', '{self.currency}')"

    def __add__(self, other: Money) -> Money:
        self._require_same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def _require_same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency}")
