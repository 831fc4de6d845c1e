"""Loans in a JSON file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from loan_repository import Loan


class JsonLoans:
    """Keeps loans in a file; each change is in it when the call returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, loan: Loan) -> None:
        raise NotImplementedError

    def get(self, ref: str) -> Loan:
        raise NotImplementedError

    def replace(self, loan: Loan) -> None:
        raise NotImplementedError

    def remove(self, ref: str) -> None:
        raise NotImplementedError

    def due_before(self, day: date) -> tuple[Loan, ...]:
        raise NotImplementedError
