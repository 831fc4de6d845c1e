"""Envelopes of money for the month, and the files they come from."""

from __future__ import annotations

from datetime import date
from typing import Self

from tally.money import Money


def statement_name(account: str, day: date) -> str:
    """Name a statement file, as in 'household-2026-02.csv'."""
    return f"{account.lower()}-{day:%Y-%m}.csv"


def month_of(name: str) -> str:
    """The month in the name of a statement file, as in '2026-02'."""
    return name.removesuffix(".csv")[-7:]


class Envelope:
    """Money for one purpose; what is not in it cannot be spent."""

    def __init__(self, purpose: str, held: Money) -> None:
        self.purpose = purpose
        self._held = self._checked(held)

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read 'Groceries: 250.00 EUR'."""
        purpose, _, held = line.partition(":")
        return cls(purpose.strip(), Money.parse(held))

    @property
    def held(self) -> Money:
        """What is left; only ``spend`` changes it."""
        return self._held

    def spend(self, amount: Money) -> None:
        """Take money out; ValueError if there is not enough."""
        self._held = self._checked(self._held - self._checked(amount))

    def _checked(self, amount: Money) -> Money:
        if amount < Money(0, amount.currency):
            raise ValueError(f"{self.purpose}: less than nothing, {amount}")
        return amount
