"""Transactions that can stand inside each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what the block writes, or, if it raises, nothing of it."""
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")
