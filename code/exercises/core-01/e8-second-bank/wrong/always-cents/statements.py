"""Statements of any bank: the suffix of the file says who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import suedbank
from tally.entry import Entry
from tally.importer import FORMATS, StatementError, read_file

Reader = Callable[[Path], list[Entry]]


def read_statement(path: Path) -> list[Entry]:
    """Read all bookings or none; StatementError says what is wrong."""
    try:
        reader = READERS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(READERS)
        message = f"{path}: nobody reads {path.suffix!r}, only {known}"
        raise StatementError(message) from None
    return reader(path)


def _nordbank(path: Path) -> list[Entry]:
    return read_file(path, FORMATS["nordbank"])


def _suedbank(path: Path) -> list[Entry]:
    try:
        return list(suedbank.read_entries(path.read_text(encoding="utf-8")))
    except (StatementError, UnicodeDecodeError) as error:
        raise StatementError(f"{path}: {error}") from error


# A new bank is a new line here, and a module of its own.
READERS: Mapping[str, Reader] = {".csv": _nordbank, ".json": _suedbank}
