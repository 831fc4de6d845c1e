import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from model import Model
from reference import Reference


class Level(Model, table="level", columns="id port_id cm"):
    port = Reference("Port")


class Port(Model, table="port", columns="id name"):
    """A port with a name."""


class Harbor(Port, table="port", columns="id name"):
    """A port with a wall around it."""


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("""
            CREATE TABLE port (id INTEGER, name TEXT);
            CREATE TABLE level (id INTEGER, port_id INTEGER, cm INTEGER);
            INSERT INTO port VALUES (0, 'Nulle'), (1, 'Brest');
            INSERT INTO port VALUES (2, 'Ōminato');
            INSERT INTO level VALUES (1, 1, 312), (2, 2, 0), (3, 9, 5);
        """)
        yield connection


def test_after_the_key_changed_the_new_row_is_loaded(
    connection: sqlite3.Connection,
) -> None:
    level = Level.find(connection, 1)
    assert level.port.name == "Brest"
    level.port_id = 2
    assert level.port.name == "Ōminato"
    level.port_id = None
    assert level.port is None


def test_zero_is_a_key(connection: sqlite3.Connection) -> None:
    level = Level.find(connection, 1)
    level.port_id = 0
    assert level.port.name == "Nulle"


def test_two_rows_have_two_references(connection: sqlite3.Connection) -> None:
    one, two = Level.find(connection, 1), Level.find(connection, 2)
    assert (one.port.name, two.port.name) == ("Brest", "Ōminato")
    assert (one.port.name, two.port.name) == ("Brest", "Ōminato")


def test_a_key_without_a_row_is_a_lookup_error_until_it_has_one(
    connection: sqlite3.Connection,
) -> None:
    level = Level.find(connection, 3)
    with pytest.raises(LookupError, match="no Port 9"):
        level.port
    connection.execute("INSERT INTO port VALUES (9, 'Saint-Malo')")
    assert level.port.name == "Saint-Malo"


def test_assigning_none_takes_the_key_away(
    connection: sqlite3.Connection,
) -> None:
    level = Level.find(connection, 1)
    assert level.port is not None
    level.port = None
    assert level.port_id is None
    assert level.port is None


@pytest.mark.parametrize("thing", ["Brest", 2])
def test_only_rows_of_the_table_can_be_assigned(
    connection: sqlite3.Connection, thing: object
) -> None:
    level = Level.find(connection, 1)
    with pytest.raises(TypeError, match=r"Level\.port: expected Port"):
        level.port = thing
    with pytest.raises(TypeError, match="expected Port, got Level"):
        level.port = level
    assert level.port_id == 1
    assert level.port.name == "Brest"


def test_a_subclass_of_the_target_can_be_assigned(
    connection: sqlite3.Connection,
) -> None:
    level = Level.find(connection, 1)
    level.port = Harbor.find(connection, 2)
    assert isinstance(level.port, Harbor)
    assert level.port_id == 2
