"""Statements of Südbank: JSON, with amounts in the smallest unit."""

from __future__ import annotations

from collections.abc import Iterator

from tally.entry import Entry


def read_entries(text: str) -> Iterator[Entry]:
    """Yield an entry for each booking; StatementError names a bad one."""
    raise NotImplementedError
