"""Rates of exchange between two currencies."""

from __future__ import annotations

from decimal import Decimal

from tally.money import CurrencyError, Money


class ExchangeRate:
    """How many ``quote`` one ``base`` buys."""

    def __init__(self, base: str, quote: str, rate: Decimal) -> None:
        self.base = base
        self.quote = quote
        self.rate = rate

    def convert(self, money: Money) -> Money:
        """Change ``base`` money into ``quote`` money, rounded once."""
        if money.currency != self.base:
            raise CurrencyError(f"not {self.base}: {money}")
        return Money.rounded(money.amount * self.rate, self.quote)
