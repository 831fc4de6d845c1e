"""Loans of several kinds, by several authors."""

from __future__ import annotations

from datetime import date, timedelta


class RenewalRefused(Exception):
    """This loan is not renewed; the message says why."""


class Loan:
    """An item out on a card. Whatever its kind, callers rely on this:

    1. A renewal that succeeds leaves the loan due later than before.
    2. A loan that is overdue is not renewed.
    3. A renewal that does not succeed raises RenewalRefused.
    4. After a refusal, `due` and `renewals` are what they were.
    5. Sooner or later a renewal is refused.
    """

    days = 28
    renewals_allowed = 2

    def __init__(self, card: str, lent: date) -> None:
        self.card = card
        self.due = lent + timedelta(days=self.days)
        self.renewals = 0

    def renew(self, today: date) -> None:
        """Move the due date, or raise RenewalRefused."""
        if today > self.due:
            raise RenewalRefused(f"overdue since {self.due}")
        if self.renewals == self.renewals_allowed:
            raise RenewalRefused(f"renewed {self.renewals} times")
        self.due += timedelta(days=self.days)
        self.renewals += 1


class ShortLoan(Loan):
    """A bestseller."""

    days = 7
    renewals_allowed = 1


class StaffLoan(Loan):
    """A loan to somebody who works here; may be renewed with a reason."""

    renewals_allowed = 12

    def renew(self, today: date, *, reason: str = "") -> None:
        super().renew(today)
        self.reason = reason


class ExhibitionLoan(Loan):
    """An item that a museum shows."""

    days = 90

    def renew(self, today: date) -> None:
        if self.renewals == 1:
            raise PermissionError("the director decides")
        super().renew(today)


class InterlibraryLoan(Loan):
    """An item that belongs to another library, which counts from the call."""

    def renew(self, today: date) -> None:
        super().renew(today)
        self.due = today + timedelta(days=self.days)
