"""Loans, and the port through which the desk keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class LoanError(Exception):
    """A reference that is taken, or unknown."""


@dataclass(frozen=True)
class Loan:
    """An item that is out on a card."""

    ref: str
    card: str
    title: str
    due: date


class LoanRepository(Protocol):
    """All loans that are out, as if they were in memory."""

    def add(self, loan: Loan) -> None:
        """Keep a loan; LoanError if its reference is taken."""

    def get(self, ref: str) -> Loan:
        """Find a loan; LoanError if there is none."""

    def replace(self, loan: Loan) -> None:
        """Keep this loan in place of the one with its reference."""

    def remove(self, ref: str) -> None:
        """Forget a loan; LoanError if there is none."""

    def due_before(self, day: date) -> tuple[Loan, ...]:
        """Loans due earlier than the day, by due date, then reference."""


class MemoryLoans:
    """Keeps loans while the program runs."""

    def __init__(self, loans: Iterable[Loan] = ()) -> None:
        self._loans: dict[str, Loan] = {}
        for loan in loans:
            self.add(loan)

    def add(self, loan: Loan) -> None:
        if loan.ref in self._loans:
            raise LoanError(f"{loan.ref} is taken")
        self._loans[loan.ref] = loan

    def get(self, ref: str) -> Loan:
        if ref not in self._loans:
            raise LoanError(f"no loan {ref}")
        return self._loans[ref]

    def replace(self, loan: Loan) -> None:
        self.get(loan.ref)
        self._loans[loan.ref] = loan

    def remove(self, ref: str) -> None:
        self.get(ref)
        del self._loans[ref]

    def due_before(self, day: date) -> tuple[Loan, ...]:
        late = (loan for loan in self._loans.values() if loan.due < day)
        return tuple(sorted(late, key=lambda loan: (loan.due, loan.ref)))
