"""Transactions that can stand inside each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what the block writes, or, if it raises, nothing of it."""
    # The outermost savepoint begins a transaction, its release commits it.
    undo = [
        "ROLLBACK"
    ]  # not a release: that would be a commit, and may be refused
    if connection.in_transaction:
        undo = ["ROLLBACK TO block", "RELEASE block"]
    connection.execute("SAVEPOINT block")
    try:
        yield
        connection.execute("RELEASE block")
    except BaseException:
        if connection.in_transaction:
            for statement in undo:
                connection.execute(statement)
        raise
