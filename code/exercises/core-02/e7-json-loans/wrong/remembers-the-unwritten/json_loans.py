"""Wrong: changes what it holds in memory first, and keeps that when the write fails.

Fails: test_what_was_not_written_is_not_remembered
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from loan_repository import Loan, MemoryLoans


class JsonLoans(MemoryLoans):
    """Keeps loans in memory, and each state of them in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        super().__init__()
        if path.exists():
            for row in json.loads(path.read_text(encoding="utf-8")):
                row["due"] = date.fromisoformat(row["due"])
                super().add(Loan(**row))

    def add(self, loan: Loan) -> None:
        before = dict(self._loans)
        super().add(loan)
        self._save_or(before)

    def replace(self, loan: Loan) -> None:
        before = dict(self._loans)
        super().replace(loan)
        self._save_or(before)

    def remove(self, ref: str) -> None:
        before = dict(self._loans)
        super().remove(ref)
        self._save_or(before)

    def _save_or(self, before: dict[str, Loan]) -> None:
        kept = self._loans.values()
        rows = [vars(loan) | {"due": str(loan.due)} for loan in kept]
        beside = self._path.with_name(f"{self._path.name}.new")
        text = json.dumps(rows, ensure_ascii=False, indent=1)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, self._path)
