"""Wrong: asks before the commit too, and says nothing where all is lost.

Fails: test_a_block_does_not_end_well_when_the_database_gave_up
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what the block writes, or, if it raises, nothing of it."""
    if connection.in_transaction:
        # One name for all: SQLite means the innermost that has it.
        begin, commit = "SAVEPOINT nested", ["RELEASE nested"]
        undo = ["ROLLBACK TO nested", "RELEASE nested"]
    else:
        begin, commit, undo = "BEGIN", ["COMMIT"], ["ROLLBACK"]
    connection.execute(begin)
    try:
        yield
        if connection.in_transaction:
            _run(connection, commit)
    except BaseException:
        # SQLite may have rolled back already: INSERT OR ROLLBACK, disk full.
        if connection.in_transaction:
            _run(connection, undo)
        raise


def _run(connection: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)
