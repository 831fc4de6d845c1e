"""The ledger's own file: CSV that a person can read and a diff can show."""

from __future__ import annotations

import csv
from pathlib import Path

from tally.entry import Entry
from tally.importer import FORMATS, read_file
from tally.ledger import Ledger

OWN = FORMATS["tally"]


def load(path: Path) -> Ledger:
    """Read a ledger; a file that does not exist yet is an empty one."""
    return Ledger(path.stem, read_file(path, OWN) if path.exists() else ())


def save(ledger: Ledger, path: Path) -> None:
    """Write beside the old file, then replace it: one is always whole."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(OWN.columns))
        writer.writeheader()
        writer.writerows(_row(entry) for entry in ledger)
    partial.replace(path)


def _row(entry: Entry) -> dict[str, str]:
    return {
        "ref": entry.ref,
        "day": entry.day.isoformat(),
        "payee": entry.payee,
        "amount": str(entry.amount.amount),
        "currency": entry.amount.currency,
        "tags": " ".join(sorted(entry.tags)),
    }
