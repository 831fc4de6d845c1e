"""Wrong: a connection as context manager commits at the end of every block.

Fails: test_an_outer_block_takes_the_inner_ones_down
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep what the block writes, or, if it raises, nothing of it."""
    if not connection.in_transaction:
        connection.execute("BEGIN")
    with connection:
        yield
