"""Envelopes of money for the month, and the files they come from."""

from __future__ import annotations

from datetime import date

from tally.money import Money


class StatementName:
    """Names of statement files, as in 'household-2026-02.csv'."""

    def __init__(self, account: str) -> None:
        self.account = account

    def for_month(self, day: date) -> str:
        return f"{self.account.lower()}-{day:%Y-%m}.csv"

    @staticmethod
    def month_of(name: str) -> str:
        return name.removesuffix(".csv")[-7:]


class Envelope:
    """Money for one purpose; what is not in it cannot be spent."""

    def __init__(self, purpose: str, held: Money) -> None:
        self.purpose = purpose
        self.held = held

    @staticmethod
    def parse(line: str) -> Envelope:
        """Read 'Groceries: 250.00 EUR'."""
        purpose, _, held = line.partition(":")
        return Envelope(purpose.strip(), Money.parse(held))

    def spend(self, amount: Money) -> None:
        """Take money out; ValueError if there is not enough."""
        if amount > self.held:
            raise ValueError(f"{self.purpose} holds {self.held}")
        self.held -= amount
