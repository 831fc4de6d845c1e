"""A loan: one item out of the house, until it is back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple


class LoanError(ValueError):
    """The desk may not do this; the message says why."""


class LoanRow(NamedTuple):
    """The state of a loan on one day, as it is stored."""

    ref: str
    item: str
    card: str
    due: date
    days: int
    renewals: int = 0
    returned: date | None = None


class Loan:
    """Owns the rule: the due day moves in `renew` and nowhere else."""

    def __init__(self, row: LoanRow) -> None:
        if row.days < 0 or row.renewals < 0:
            raise ValueError(f"{row.days} days, {row.renewals} renewals")
        self._row = row

    @property
    def row(self) -> LoanRow:
        """Its state now; the row does not change when the loan does."""
        return self._row

    @property
    def ref(self) -> str:
        """What identifies it, on the slip and in the repository."""
        return self._row.ref

    @property
    def due(self) -> date:
        """The last day on which it comes back in time."""
        return self._row.due

    @property
    def is_open(self) -> bool:
        """Whether the item is still out."""
        return self._row.returned is None

    def is_overdue(self, today: date) -> bool:
        """Whether it is out and should be back."""
        return self.is_open and today > self.due

    def renew(self, today: date) -> None:
        """Move the due day by one period, or raise LoanError."""
        self._require_open()
        if self.is_overdue(today):
            raise LoanError(f"{self.ref} was due on {self.due}")
        if not self._row.renewals:
            raise LoanError(f"{self.ref} has no renewals left")
        self._row = self._row._replace(
            due=self.due + timedelta(self._row.days),
            renewals=self._row.renewals - 1,
        )

    def give_back(self, today: date) -> None:
        """Close the loan; nothing moves in it afterward."""
        self._require_open()
        self._row = self._row._replace(returned=today)

    def _require_open(self) -> None:
        if not self.is_open:
            raise LoanError(f"{self.ref} is back already")

    def __repr__(self) -> str:
        state = "out" if self.is_open else "back"
        return f"<Loan {self.ref}: {self._row.item} {state}, due {self.due}>"
