"""Statements of any bank: the suffix of the file says who reads it."""

from __future__ import annotations

from pathlib import Path

from tally.entry import Entry
from tally.importer import FORMATS, read_file


def read_statement(path: Path) -> list[Entry]:
    """Read all bookings or none; StatementError says what is wrong."""
    return read_file(path, FORMATS["nordbank"])
