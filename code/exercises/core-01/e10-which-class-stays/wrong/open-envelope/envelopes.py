"""Wrong: spend keeps the rule, and an assignment walks around it.

Fails: test_the_money_cannot_be_set_from_outside
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
        self.held = held

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read 'Groceries: 250.00 EUR'."""
        purpose, _, held = line.partition(":")
        return cls(purpose.strip(), Money.parse(held))

    def spend(self, amount: Money) -> None:
        """Take money out; ValueError if there is not enough."""
        _require_some(amount)
        if amount > self.held:
            raise ValueError(f"{self.purpose} holds {self.held}")
        self.held -= amount


def _require_some(amount: Money) -> None:
    if amount < Money(0, amount.currency):
        raise ValueError(f"less than nothing: {amount}")
