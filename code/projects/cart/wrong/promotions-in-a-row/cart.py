"""Broken on purpose: each promotion starts from what the one before left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

Line = tuple[str, int, Decimal]  # article, how many, price of the line
Promotion = Callable[[Sequence[Line]], Decimal]  # what it takes off

_CENT = Decimal("0.01")


class Cart:
    """What a customer wants to buy. A promotion sees full prices, whatever the others take off."""

    def __init__(self, promotions: Iterable[Promotion] = ()) -> None:
        self._promotions = tuple(promotions)
        self._prices: dict[str, Decimal] = {}
        self._quantities: dict[str, int] = {}

    def add(self, sku: str, price: Decimal, quantity: int = 1) -> None:
        """Put articles in."""
        if not isinstance(price, Decimal):
            raise TypeError("a price is a Decimal: 0.1 as a float is not ten cents")
        _check(quantity)
        if self._prices.setdefault(sku, price) != price:
            raise ValueError(f"{sku} is in the cart at another price")
        self._quantities[sku] = self._quantities.get(sku, 0) + quantity

    def remove(self, sku: str, quantity: int = 1) -> None:
        """Take articles out; the line goes with its last one."""
        _check(quantity)
        left = self._quantities[sku] - quantity
        if left < 0:
            raise ValueError(f"there are only {self._quantities[sku]} of {sku}")
        self._quantities[sku] = left
        if not left:
            del self._quantities[sku], self._prices[sku]

    def lines(self) -> list[Line]:
        """List what is in the cart, in the order in which it came."""
        return [(sku, many, many * self._prices[sku]) for sku, many in self._quantities.items()]

    def total(self) -> Decimal:
        """Add up, and take off what the promotions give."""
        lines = self.lines()
        full = sum((price for *_, price in lines), Decimal(0))
        left = full
        for promotion in self._promotions:
            share = left / full if full else Decimal(0)
            left -= _cents(promotion([(sku, many, price * share) for sku, many, price in lines]))
        return _cents(max(left, Decimal(0)))


def percent_off(percent: int) -> Promotion:
    """Take a percentage off everything."""
    if not 0 <= percent <= 100:
        raise ValueError(f"a percentage is between 0 and 100, not {percent}")

    def promotion(lines: Sequence[Line]) -> Decimal:
        return sum((price for *_, price in lines), Decimal(0)) * percent / 100

    return promotion


def three_for_two(sku: str) -> Promotion:
    """Give every third one of an article away."""

    def promotion(lines: Sequence[Line]) -> Decimal:
        mine = ((many, price) for own, many, price in lines if own == sku)
        return sum((price / many * (many // 3) for many, price in mine), Decimal(0))

    return promotion


def _check(quantity: int) -> None:
    if quantity < 1:
        raise ValueError(f"a quantity is positive, not {quantity}")


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)
