from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transaction import transaction


class Storm(Exception):
    """What goes wrong in these tests."""


@dataclass(frozen=True)
class Block:
    """A transaction that does its steps and then ends well or badly."""

    steps: tuple[int | Block, ...]
    fails: bool


steps = st.recursive(
    st.integers(0, 99),
    lambda inner: st.builds(
        Block, st.lists(inner, max_size=4).map(tuple), st.booleans()
    ),
    max_leaves=12,
)
programs = st.builds(
    Block, st.lists(steps, max_size=5).map(tuple), st.booleans()
)


def open_database() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE reading (cm INTEGER NOT NULL)")
    return connection


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(open_database()) as connection:
        yield connection


def add(connection: sqlite3.Connection, cm: int) -> None:
    connection.execute("INSERT INTO reading VALUES (?)", (cm,))


def levels(connection: sqlite3.Connection) -> list[int]:
    return [cm for (cm,) in connection.execute("SELECT cm FROM reading")]


def run(connection: sqlite3.Connection, block: Block) -> None:
    """Do a program; whoever holds a failed block goes on behind it."""
    with transaction(connection):
        for step in block.steps:
            if isinstance(step, int):
                add(connection, step)
            else:
                try:
                    run(connection, step)
                except Storm:
                    pass
        if block.fails:
            raise Storm


def kept(block: Block) -> list[int]:
    """Say what a program must leave in the table."""
    if block.fails:
        return []
    return [
        cm
        for step in block.steps
        for cm in ([step] if isinstance(step, int) else kept(step))
    ]


def test_a_block_that_ends_well_is_kept(
    connection: sqlite3.Connection,
) -> None:
    with transaction(connection):
        add(connection, 312)
    assert not connection.in_transaction
    assert levels(connection) == [312]


def test_a_block_that_raises_leaves_nothing(
    connection: sqlite3.Connection,
) -> None:
    with pytest.raises(Storm), transaction(connection):
        add(connection, 312)
        raise Storm
    assert not connection.in_transaction
    assert levels(connection) == []


def test_an_inner_block_can_fail_alone(
    connection: sqlite3.Connection,
) -> None:
    with transaction(connection):
        add(connection, 312)
        with pytest.raises(Storm), transaction(connection):
            add(connection, 690)
            raise Storm
        add(connection, 0)
    assert levels(connection) == [312, 0]


def test_an_outer_block_takes_the_inner_ones_down(
    connection: sqlite3.Connection,
) -> None:
    with pytest.raises(Storm), transaction(connection):
        with transaction(connection):
            add(connection, 312)
        raise Storm
    assert levels(connection) == []


@given(programs)
def test_any_nesting_leaves_what_its_model_says(program: Block) -> None:
    with closing(open_database()) as connection:
        try:
            run(connection, program)
        except Storm:
            pass
        assert levels(connection) == kept(program)
        assert not connection.in_transaction
