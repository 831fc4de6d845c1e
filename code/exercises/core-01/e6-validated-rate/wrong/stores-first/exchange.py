"""Wrong: stores the value, then looks at it.

Fails: test_a_rate_is_above_zero
"""

from __future__ import annotations

from decimal import Decimal

from tally.money import CurrencyError, Money


class ExchangeRate:
    """How many ``quote`` one ``base`` buys."""

    def __init__(self, base: str, quote: str, rate: Decimal) -> None:
        self.base = base
        self.quote = quote
        self.rate = rate

    @property
    def rate(self) -> Decimal:
        """The rate: a finite Decimal above zero."""
        return self._rate

    @rate.setter
    def rate(self, rate: Decimal) -> None:
        self._rate = rate
        if not isinstance(rate, Decimal):
            raise TypeError(f"a rate is a Decimal: {rate!r}")
        if not rate.is_finite() or rate <= 0:
            raise ValueError(f"a rate is above zero: {rate}")

    def convert(self, money: Money) -> Money:
        """Change ``base`` money into ``quote`` money, rounded once."""
        if money.currency != self.base:
            raise CurrencyError(f"not {self.base}: {money}")
        return Money.rounded(money.amount * self.rate, self.quote)
