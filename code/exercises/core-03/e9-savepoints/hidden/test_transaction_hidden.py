import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from transaction import transaction


class Storm(Exception):
    """What goes wrong in these tests."""


def open_database(path: str = ":memory:") -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE reading (cm INTEGER UNIQUE)")
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(open_database()) as connection:
        yield connection


def add(connection: sqlite3.Connection, cm: int) -> None:
    connection.execute("INSERT INTO reading VALUES (?)", (cm,))


def levels(connection: sqlite3.Connection) -> list[int]:
    return [cm for (cm,) in connection.execute("SELECT cm FROM reading")]


def test_two_connections_have_two_transactions() -> None:
    with closing(open_database()) as one, closing(open_database()) as two:
        with transaction(one):
            add(one, 1)
            with pytest.raises(Storm), transaction(two):
                add(two, 2)
                raise Storm
            assert not two.in_transaction
        assert (levels(one), levels(two)) == ([1], [])


def test_nothing_can_be_read_outside_before_the_outer_block_ends(
    tmp_path: Path,
) -> None:
    path = str(tmp_path / "tides.db")
    with (
        closing(open_database(path)) as writer,
        closing(sqlite3.connect(path)) as reader,
    ):
        with transaction(writer):
            with transaction(writer):
                add(writer, 312)
            assert levels(reader) == []
        assert levels(reader) == [312]


def test_a_commit_that_is_refused_leaves_nothing_open(tmp_path: Path) -> None:
    path = str(tmp_path / "tides.db")
    with (
        closing(open_database(path)) as writer,
        closing(sqlite3.connect(path, isolation_level=None)) as reader,
    ):
        add(writer, 1)
        writer.execute("PRAGMA busy_timeout = 0")
        reader.execute("BEGIN")
        assert levels(reader) == [1]  # and goes on reading
        with (
            pytest.raises(sqlite3.OperationalError, match="locked"),
            transaction(writer),
        ):
            add(writer, 2)
        assert not writer.in_transaction
        reader.execute("COMMIT")
        with transaction(writer):
            add(writer, 3)
        assert levels(reader) == [1, 3]


def test_ctrl_c_rolls_back(connection: sqlite3.Connection) -> None:
    with pytest.raises(KeyboardInterrupt), transaction(connection):
        add(connection, 1)
        with transaction(connection):
            add(connection, 2)
            raise KeyboardInterrupt
    assert not connection.in_transaction
    assert levels(connection) == []


@pytest.mark.parametrize("depth", [1, 2])
def test_the_error_of_the_block_arrives_when_the_database_gave_up(
    connection: sqlite3.Connection, depth: int
) -> None:
    def fill(depth: int) -> None:
        with transaction(connection):
            add(connection, depth)
            if depth > 1:
                fill(depth - 1)
            # On a duplicate, SQLite itself rolls back all that is open.
            connection.execute("INSERT OR ROLLBACK INTO reading VALUES (1)")

    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        fill(depth)
    assert not connection.in_transaction
    assert levels(connection) == []


def test_a_block_does_not_end_well_when_the_database_gave_up(
    connection: sqlite3.Connection,
) -> None:
    with pytest.raises(sqlite3.OperationalError), transaction(connection):
        add(connection, 1)
        with pytest.raises(sqlite3.IntegrityError), transaction(connection):
            connection.execute("INSERT OR ROLLBACK INTO reading VALUES (1)")
    assert not connection.in_transaction
    assert levels(connection) == []


def test_the_same_error_comes_out_that_went_in(
    connection: sqlite3.Connection,
) -> None:
    storm = Storm("wind 11")
    with pytest.raises(Storm) as caught, transaction(connection):
        raise storm
    assert caught.value is storm


def test_the_connection_stays_open(connection: sqlite3.Connection) -> None:
    for cm in range(3):
        with transaction(connection):
            add(connection, cm)
    assert levels(connection) == [0, 1, 2]
