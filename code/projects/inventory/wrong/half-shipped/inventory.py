"""Broken on purpose: takes first and asks later."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count


class NotEnoughError(Exception):
    """Fewer are available than were asked for."""

    def __init__(self, sku: str, missing: int) -> None:
        super().__init__(f"{sku}: {missing} missing")
        self.sku = sku
        self.missing = missing


class Inventory:
    """Articles by code. What is reserved is still on hand, and nobody else can have it."""

    def __init__(self) -> None:
        self._on_hand: dict[str, int] = {}
        self._claims: dict[int, tuple[str, int]] = {}
        self._numbers = count(1)

    def receive(self, sku: str, quantity: int) -> None:
        """Put more on the shelf."""
        sku, quantity = _code(sku), _positive(quantity)
        self._on_hand[sku] = self._on_hand.get(sku, 0) + quantity

    def ship(self, sku: str, quantity: int) -> None:
        """Take from what nobody has reserved."""
        sku, quantity = _code(sku), _positive(quantity)
        self._on_hand[sku] = self._on_hand.get(sku, 0) - quantity
        if (left := self.available(sku)) < 0:
            raise NotEnoughError(sku, -left)

    def reserve(self, sku: str, quantity: int) -> int:
        """Keep some for later; the number says which ones."""
        claim = self._claimable(sku, quantity)
        number = next(self._numbers)
        self._claims[number] = claim
        return number

    def release(self, number: int) -> None:
        """Give up a reservation."""
        del self._claims[number]

    def ship_reserved(self, number: int) -> None:
        """Ship what was reserved."""
        sku, quantity = self._claims.pop(number)
        self._on_hand[sku] -= quantity

    def on_hand(self, sku: str) -> int:
        """Count what is on the shelf."""
        return self._on_hand.get(_code(sku), 0)

    def available(self, sku: str) -> int:
        """Count what is on the shelf and not reserved."""
        sku = _code(sku)
        return self.on_hand(sku) - sum(many for one, many in self._claims.values() if one == sku)

    def low(self, threshold: int) -> list[str]:
        """List the codes of which fewer than ``threshold`` are available."""
        return [sku for sku in self if self.available(sku) < threshold]

    def _claimable(self, sku: str, quantity: int) -> tuple[str, int]:
        sku, quantity = _code(sku), _positive(quantity)
        if (missing := quantity - self.available(sku)) > 0:
            raise NotEnoughError(sku, missing)
        return sku, quantity

    def __contains__(self, sku: object) -> bool:
        return isinstance(sku, str) and _code(sku) in self._on_hand

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._on_hand))

    def __len__(self) -> int:
        return len(self._on_hand)


def _code(sku: str) -> str:
    return sku.strip().upper()


def _positive(quantity: int) -> int:
    if quantity < 1:
        raise ValueError(f"a quantity is positive, not {quantity}")
    return quantity
