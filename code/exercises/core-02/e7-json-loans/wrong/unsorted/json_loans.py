"""Wrong: hands the late loans out as they stand in the file.

Fails: test_late_loans_come_in_order
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from loan_repository import Loan, MemoryLoans


class JsonLoans:
    """Keeps loans in a file; each change is in it when the call returns."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, loan: Loan) -> None:
        loans = self._read()
        MemoryLoans(loans).add(loan)
        self._write([*loans, loan])

    def get(self, ref: str) -> Loan:
        return MemoryLoans(self._read()).get(ref)

    def replace(self, loan: Loan) -> None:
        self.get(loan.ref)
        others = [kept for kept in self._read() if kept.ref != loan.ref]
        self._write([*others, loan])

    def remove(self, ref: str) -> None:
        self.get(ref)
        self._write([loan for loan in self._read() if loan.ref != ref])

    def due_before(self, day: date) -> tuple[Loan, ...]:
        return tuple(loan for loan in self._read() if loan.due < day)

    def _read(self) -> list[Loan]:
        if not self._path.exists():
            return []
        rows = json.loads(self._path.read_text(encoding="utf-8"))
        for row in rows:
            row["due"] = date.fromisoformat(row["due"])
        return [Loan(**row) for row in rows]

    def _write(self, loans: list[Loan]) -> None:
        rows = [{**vars(loan), "due": loan.due.isoformat()} for loan in loans]
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, self._path)
