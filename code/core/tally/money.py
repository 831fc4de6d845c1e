"""Amounts of money that refuse to mix currencies and never lose a cent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from fractions import Fraction
from functools import total_ordering
from types import MappingProxyType
from typing import final

# Digits after the decimal mark (ISO 4217 calls this the minor unit).
MINOR_DIGITS: Mapping[str, int] = MappingProxyType(
    {"EUR": 2, "USD": 2, "GBP": 2, "CHF": 2, "JPY": 0, "TND": 3}
)
SYMBOLS: Mapping[str, str] = MappingProxyType(
    {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"}
)


class CurrencyError(ValueError):
    """Two amounts met that have no common currency."""


@final
@total_ordering
class Money:
    """An exact amount in one currency; compared by content, immutable."""

    __slots__ = ("_amount", "_currency")

    def __init__(self, amount: Decimal | int | str, currency: str) -> None:
        """Raise ValueError for an amount finer than the currency's cent."""
        exact = _finite(amount)
        rounded = _quantize(exact, currency)
        if rounded != exact:
            raise ValueError(f"{amount} is finer than one cent of {currency}")
        self._amount = rounded
        self._currency = currency

    @classmethod
    def rounded(cls, amount: Decimal | int | str, currency: str) -> Money:
        """Round half to even, the one rounding rule of this program."""
        return cls(_quantize(_finite(amount), currency), currency)

    @classmethod
    def parse(cls, text: str, *, decimal_mark: str = ".") -> Money:
        """Read '1,234.50 EUR', or '1.234,50 EUR' with decimal_mark=','."""
        number, _, currency = text.strip().rpartition(" ")
        group_mark = "." if decimal_mark == "," else ","
        whole = rf"(\d+|[1-9]\d{{0,2}}(\{group_mark}\d{{3}})+)"
        fraction = rf"(\{decimal_mark}\d+)?"
        if not re.fullmatch(f"[+-]?{whole}{fraction}", number, re.ASCII):
            raise ValueError(f"not an amount with {decimal_mark!r}: {text!r}")
        plain = number.replace(group_mark, "").replace(decimal_mark, ".")
        return cls(plain, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units of the currency, signed."""
        return self._amount

    @property
    def currency(self) -> str:
        """The ISO 4217 code."""
        return self._currency

    def __repr__(self) -> str:
        return f"Money('{self._amount}', '{self._currency}')"

    def __str__(self) -> str:
        return f"{self._amount:,} {self._currency}"

    def __format__(self, spec: str) -> str:
        """Take '€,.2f' (symbol and number format) or a text format."""
        if spec[:1] not in SYMBOLS:
            return format(str(self), spec)
        if SYMBOLS[spec[0]] != self._currency:
            raise ValueError(f"{spec[0]!r} is not {self._currency}")
        sign = "-" if self._amount < 0 else ""
        return sign + spec[0] + format(abs(self._amount), spec[1:])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Decimal, str]:
        return self._amount, self._currency

    def __lt__(self, other: Money) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        self._require_same_currency(other)
        return self._amount < other._amount

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._require_same_currency(other)
        return Money(self._amount + other._amount, self._currency)

    def __radd__(self, other: int) -> Money:
        # sum() starts from the integer 0; no other number is money.
        if other == 0:
            return self
        return NotImplemented

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return self + -other

    def __neg__(self) -> Money:
        return Money(-self._amount, self._currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if not isinstance(factor, (Decimal, int)):
            return NotImplemented
        return Money.rounded(self._amount * factor, self._currency)

    __rmul__ = __mul__

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by weights without losing a cent; largest remainders first.

        Each share is less than one cent away from the exact quotient.
        Raises ValueError for a negative weight, or if all of them are 0.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError(f"cannot share by weights {list(weights)}")
        cent = _cent(self._currency)
        cents = int(Fraction(self._amount) / Fraction(cent))
        parts = [divmod(cents * weight, whole) for weight in weights]
        shares = [floor for floor, _ in parts]
        order = sorted(range(len(parts)), key=lambda i: -parts[i][1])
        for i in order[: cents - sum(shares)]:
            shares[i] += 1
        return [Money(cent * share, self._currency) for share in shares]

    def _require_same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyError(f"cannot combine {self} with {other}")


def _finite(amount: Decimal | int | str) -> Decimal:
    if isinstance(amount, float):
        raise TypeError("a float is inexact: pass str, int or Decimal")
    try:
        value = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"not a number: {amount!r}") from None
    if not value.is_finite():
        raise ValueError(f"not an amount: {amount!r}")
    return value


def _quantize(value: Decimal, currency: str) -> Decimal:
    try:
        # Adding 0 turns -0.00 into 0.00, so equal amounts print alike.
        return value.quantize(_cent(currency), ROUND_HALF_EVEN) + 0
    except InvalidOperation:
        raise ValueError(f"too many digits: {value}") from None


def _cent(currency: str) -> Decimal:
    if currency not in MINOR_DIGITS:
        raise ValueError(f"unknown currency: {currency!r}")
    return Decimal(1).scaleb(-MINOR_DIGITS[currency])
