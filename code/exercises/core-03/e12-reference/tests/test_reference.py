import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from model import Model
from reference import Reference


class Reading(Model, table="reading", columns="id gauge_id cm"):
    gauge = Reference("Gauge")


class Gauge(Model, table="gauge", columns="id port backup_id"):
    backup = Reference("Gauge")


class Database:
    """Two gauges and two readings; lists the statements it was sent."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.sent: list[str] = []
        connection.executescript("""
            CREATE TABLE gauge (id INTEGER, port TEXT, backup_id INTEGER);
            CREATE TABLE reading (id INTEGER, gauge_id INTEGER, cm INTEGER);
            INSERT INTO gauge VALUES (1, 'Brest', NULL), (2, 'Ōminato', 1);
            INSERT INTO reading VALUES (1, 1, 312), (2, 2, 0), (3, 9, 5);
        """)
        connection.set_trace_callback(self.sent.append)

    def reading(self, number: int) -> Reading:
        found = Reading.find(self.connection, number)
        self.sent.clear()
        return found


@pytest.fixture
def database() -> Iterator[Database]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield Database(connection)


def test_a_reference_loads_the_row_of_its_key(database: Database) -> None:
    assert database.reading(1).gauge.port == "Brest"
    assert database.reading(2).gauge.port == "Ōminato"


def test_it_is_loaded_when_it_is_read_and_once(database: Database) -> None:
    reading = database.reading(1)
    assert database.sent == []
    assert reading.gauge is reading.gauge
    assert len(database.sent) == 1


def test_no_key_is_no_row_and_no_statement(database: Database) -> None:
    gauge = database.reading(1).gauge
    database.sent.clear()
    assert gauge.backup is None
    assert database.sent == []


def test_a_row_can_refer_to_its_own_table(database: Database) -> None:
    assert database.reading(2).gauge.backup.port == "Brest"


def test_assigning_a_row_sets_the_key(database: Database) -> None:
    reading = database.reading(1)
    ominato = Gauge.find(database.connection, 2)
    database.sent.clear()
    reading.gauge = ominato
    assert reading.gauge_id == 2
    assert reading.gauge is ominato
    assert database.sent == []


def test_on_the_class_you_get_the_reference() -> None:
    assert isinstance(Reading.gauge, Reference)
    assert Reading.gauge.target == "Gauge"
