"""Wrong: an inner block is no block of its own: what it wrote stays.

Fails: test_an_inner_block_can_fail_alone
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what the block writes, or, if it raises, nothing of it."""
    if connection.in_transaction:
        yield
        return
    commit, undo = ["COMMIT"], ["ROLLBACK"]
    connection.execute("BEGIN")
    try:
        yield
        _run(connection, commit)
    except BaseException:
        # SQLite may have rolled back already: INSERT OR ROLLBACK, disk full.
        if connection.in_transaction:
            _run(connection, undo)
        raise


def _run(connection: sqlite3.Connection, statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)
