"""Wrong: checks one end of the rule: minus five refills the envelope.

Fails: test_spending_less_than_nothing_is_refused
"""

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
        _require_some(held)
        self.purpose = purpose
        self._held = held

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
        if amount > self._held:
            raise ValueError(f"{self.purpose} holds {self._held}")
        self._held -= amount


def _require_some(amount: Money) -> None:
    if amount < Money(0, amount.currency):
        raise ValueError(f"less than nothing: {amount}")
