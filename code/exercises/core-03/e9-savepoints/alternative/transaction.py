"""Transactions that can stand inside each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what the block writes, or, if it raises, nothing of it."""
    # The outermost savepoint begins a transaction, its release commits it.
    connection.execute("SAVEPOINT block")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK TO block")
            connection.execute("RELEASE block")
        raise
    connection.execute("RELEASE block")
