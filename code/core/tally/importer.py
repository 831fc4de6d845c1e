"""Bank statements in CSV, each bank with its own columns and marks."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tally.entry import Entry


class StatementError(ValueError):
    """A statement that cannot be read; the message names the line."""


class BankFormat(NamedTuple):
    """How one bank writes a statement."""

    columns: Mapping[str, str]  # our field: the bank's column
    delimiter: str = ","
    date_format: str = "%Y-%m-%d"
    decimal_mark: str = "."


FORMATS: Mapping[str, BankFormat] = {
    "tally": BankFormat(
        {
            "ref": "ref",
            "day": "day",
            "payee": "payee",
            "amount": "amount",
            "currency": "currency",
            "tags": "tags",
        }
    ),
    "nordbank": BankFormat(
        {
            "ref": "Referenz",
            "day": "Buchungstag",
            "payee": "Empfänger",
            "amount": "Betrag",
            "currency": "Währung",
        },
        delimiter=";",
        date_format="%d.%m.%Y",
        decimal_mark=",",
    ),
}


def read_entries(lines: Iterable[str], bank: BankFormat) -> Iterator[Entry]:
    """Yield an entry for each row; StatementError names a bad line."""
    rows = csv.DictReader(
        lines, delimiter=bank.delimiter, restval="", strict=True
    )
    try:
        missing = set(bank.columns.values()) - set(rows.fieldnames or ())
        if missing:
            raise ValueError(f"no column {', '.join(sorted(missing))}")
        for row in rows:
            if None in row:  # where DictReader puts what the header lacks
                raise ValueError("more cells than columns")
            yield Entry.from_row(
                {ours: row[theirs] for ours, theirs in bank.columns.items()},
                date_format=bank.date_format,
                decimal_mark=bank.decimal_mark,
            )
    except UnicodeDecodeError:
        raise  # the reader decodes ahead, so its line would be wrong
    except (ValueError, csv.Error) as error:
        line = rows.reader.line_num
        raise StatementError(f"line {line}: {error}") from error


def read_file(path: Path, bank: BankFormat) -> list[Entry]:
    """Read all rows or none; StatementError names the file and the line."""
    # Excel starts a UTF-8 file with a byte order mark; utf-8-sig drops it.
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return list(read_entries(file, bank))
        except (StatementError, UnicodeDecodeError) as error:
            raise StatementError(f"{path}: {error}") from error
