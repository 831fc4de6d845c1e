from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordkit import FieldError, Store, batches
from recordkit.__main__ import main
from recordkit.gauges import Reading, Station, read_telegrams

Make = Callable[..., Reading]


def levels(store: Store) -> list[int]:
    return [reading.level_cm for reading in store.find(Reading)]


def test_what_is_added_is_found(store: Store, reading: Make) -> None:
    store.add(reading(level_cm=0))
    (found,) = store.find(Reading)
    assert found.to_row() == reading(level_cm=0).to_row()


def test_a_key_is_taken_once(store: Store, reading: Make) -> None:
    store.add(reading())
    with pytest.raises(sqlite3.IntegrityError):
        store.add(reading(level_cm=1))


def test_conditions_narrow_and_the_key_orders(store: Store, reading: Make) -> None:
    store.add_all(reading(hour, level_cm=hour * 10) for hour in (3, 1, 2, 0))
    found = store.find(Reading, Reading.level_cm > 0, Reading.level_cm <= 20)
    assert [one.level_cm for one in found] == [10, 20]


def test_a_condition_on_a_moment(store: Store, reading: Make) -> None:
    store.add_all(reading(hour, level_cm=hour) for hour in range(4))
    found = store.find(Reading, Reading.taken_at >= reading(2).taken_at)
    assert [one.level_cm for one in found] == [2, 3]


def test_sql_in_a_value_is_a_value(store: Store) -> None:
    name = "x'; DROP TABLE stations; --"
    store.add(Station(code="DE-001", river=name, zero_m=0))
    assert [s.code for s in store.find(Station, Station.river.equals(name))] == ["DE-001"]


def test_a_change_is_written(store: Store, reading: Make) -> None:
    record = reading()
    store.add(record)
    record.level_cm = 7
    store.change(record)
    assert levels(store) == [7]


def test_a_change_of_what_is_not_stored_is_an_error(store: Store, reading: Make) -> None:
    with pytest.raises(LookupError, match="not stored: Reading"):
        store.change(reading())


def test_tables_that_exist_are_left_alone(store: Store, reading: Make) -> None:
    store.add(reading())
    store.create(Reading)
    assert len(levels(store)) == 1


def test_a_transaction_keeps_all(store: Store, reading: Make) -> None:
    with store.transaction():
        store.add(reading(0, 1))
        store.add(reading(1, 2))
    assert levels(store) == [1, 2]


def test_a_transaction_keeps_nothing_of_a_block_that_failed(store: Store, reading: Make) -> None:
    with pytest.raises(RuntimeError, match="power"), store.transaction():
        store.add(reading())
        raise RuntimeError("power")
    assert levels(store) == []


def test_an_interrupt_rolls_back_too(store: Store, reading: Make) -> None:
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.add(reading())
        raise KeyboardInterrupt
    assert levels(store) == []


def test_the_outer_block_survives_the_failure_of_an_inner_one(store: Store, reading: Make) -> None:
    with store.transaction():
        store.add(reading(0, 1))
        with pytest.raises(sqlite3.IntegrityError), store.transaction():
            store.add(reading(1, 2))
            store.add(reading(0, 3))
        store.add(reading(2, 4))
    assert levels(store) == [1, 4]


def test_the_failure_of_the_outer_block_takes_the_inner_one_along(
    store: Store, reading: Make
) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        with store.transaction():
            store.add(reading())
        raise RuntimeError
    assert levels(store) == []


@given(st.recursive(st.booleans(), lambda inner: st.lists(inner, max_size=3), max_leaves=8))
def test_any_nesting_keeps_exactly_the_blocks_that_did_not_fail(plan: object) -> None:
    class Wanted(Exception):  # noqa: N818
        pass

    numbers = iter(range(1000))

    def run(store: Store, part: object) -> list[int]:
        """Add for each leaf; a False leaf fails its block. Return what must stay."""
        kept: list[int] = []
        try:
            with store.transaction():
                for one in part if isinstance(part, list) else [part]:
                    if isinstance(one, list):
                        kept += run(store, one)
                        continue
                    number = next(numbers)
                    store.add(Station(code=f"{number:04}", river="Main", zero_m=number))
                    kept.append(number)
                    if one is False:
                        raise Wanted
        except Wanted:
            return []
        return kept

    with Store() as store:
        store.create(Station)
        kept = run(store, plan)
        assert [int(one.code) for one in store.find(Station)] == sorted(kept)


def test_a_rollback_by_sqlite_itself_does_not_hide_the_error(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store.add(Station(code="DE-001", river="Main", zero_m=0))
        store._connection.execute("INSERT OR ROLLBACK INTO stations VALUES ('DE-001', 'x', 0)")
    assert list(store.find(Station)) == []


def test_after_a_rollback_by_sqlite_itself_the_block_writes_no_more(store: Store) -> None:
    def station(code: str) -> Station:
        return Station(code=code, river="Main", zero_m=0)

    with (
        pytest.raises(sqlite3.OperationalError, match="no transaction is active"),
        store.transaction(),
    ):
        store.add(station("DE-001"))
        with pytest.raises(sqlite3.IntegrityError), store.transaction():
            store._connection.execute("INSERT OR ROLLBACK INTO stations VALUES ('DE-001', 'x', 0)")
        with pytest.raises(sqlite3.OperationalError, match="SQLite has rolled back"):
            store.add(station("DE-002"))
        with pytest.raises(sqlite3.OperationalError, match="SQLite has rolled back"):
            store.add_all([station("DE-003")])
    assert list(store.find(Station)) == []
    store.add(station("DE-004"))
    assert [one.code for one in store.find(Station)] == ["DE-004"]


def test_a_commit_that_fails_is_rolled_back(tmp_path: Path, reading: Make) -> None:
    path = tmp_path / "gauges.db"
    with Store(path, patience=0) as writer, Store(path) as reader:
        writer.create(Reading)
        writer.add_all(reading(hour) for hour in range(500))
        rows = reader.find(Reading)
        next(rows)
        with pytest.raises(sqlite3.OperationalError, match="locked"), writer.transaction():
            writer.add(reading(501))
        rows.close()
        assert len(levels(writer)) == 500
        with writer.transaction():
            writer.add(reading(502))
        assert len(levels(reader)) == 501


def test_rows_are_built_when_they_are_asked_for(store: Store, reading: Make) -> None:
    store.add_all(reading(hour, level_cm=hour) for hour in range(3))
    rows = store.find(Reading)
    assert next(rows).level_cm == 0
    store._connection.execute("UPDATE readings SET level_cm = 9999 WHERE level_cm = 2")
    assert next(rows).level_cm == 1
    with pytest.raises(ValueError, match="9999"):
        next(rows)


def test_closing_the_rows_lets_another_connection_write(tmp_path: Path, reading: Make) -> None:
    path = tmp_path / "gauges.db"
    with Store(path) as reader, Store(path, patience=0) as writer:
        reader.create(Reading)
        reader.add_all(reading(hour) for hour in range(500))
        rows = reader.find(Reading)
        next(rows)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.add(reading(501))
        rows.close()
        writer.add(reading(501))
        assert len(levels(writer)) == 501


def test_a_row_that_is_refused_holds_nobody_up(tmp_path: Path, reading: Make) -> None:
    path = tmp_path / "gauges.db"
    with Store(path) as reader, Store(path, patience=0) as writer:
        reader.create(Reading)
        reader.add_all(reading(hour) for hour in range(500))
        reader._connection.execute("UPDATE readings SET level_cm = 9999")
        with pytest.raises(ValueError, match="9999") as kept:
            next(reader.find(Reading))
        writer.add(reading(501))
        assert kept.tb is not None  # its frames are alive, and with them the cursor


def test_leaving_the_store_closes_it() -> None:
    with Store() as store:
        store.create(Station)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        list(store.find(Station))


def test_nothing_of_a_day_with_a_bad_line_is_stored(store: Store) -> None:
    lines = ["DE-001;2024-02-29T06:00+00:00;231", "DE-001;2024-02-29T07:00+00:00;n/a"]
    with pytest.raises(ValueError, match="line 2: invalid literal"):
        store.add_all(read_telegrams(lines))
    assert levels(store) == []


def test_no_more_than_a_batch_is_held(store: Store, reading: Make) -> None:
    held: list[int] = []

    def source() -> Iterator[Reading]:
        for hour in range(10):
            held.append(store._connection.total_changes)
            yield reading(hour)

    assert store.add_all(source(), size=4) == 10
    assert held == [0, 0, 0, 0, 4, 4, 4, 4, 8, 8]


def test_an_empty_source_is_no_error(store: Store) -> None:
    assert store.add_all([]) == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("DE-001;2024-02-29T06:00;1", "line 1: Reading.taken_at: not a moment"),
        ("DE-001;2023-02-29T06:00+00:00;1", "line 1: day is out of range"),
        ("DE-001;2024-02-29T06:00+00:00", "line 1: not enough values"),
        ("DE-001;2024-02-29T06:00+00:00;1501", "line 1: Reading.level_cm: not in"),
    ],
)
def test_a_bad_line_is_named(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(read_telegrams([line]))


@given(st.lists(st.integers()), st.integers(1, 7))
def test_batches_lose_nothing_and_are_full_except_the_last(items: list[int], size: int) -> None:
    found = list(batches(items, size))
    assert [item for batch in found for item in batch] == items
    assert all(len(batch) == size for batch in found[:-1])
    assert all(found)


def test_a_batch_of_nothing_is_refused_at_the_call() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        batches([1], 0)


def test_batches_take_no_more_than_they_need() -> None:
    def poisoned() -> Iterator[int]:
        yield from (1, 2)
        raise AssertionError("read too far")

    assert next(batches(poisoned(), 2)) == [1, 2]


def test_the_command_prints_the_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recordkit.gauges"]) == 0
    printed = capsys.readouterr().out
    assert "CREATE TABLE IF NOT EXISTS stations (" in printed
    assert printed.count("PRIMARY KEY") == 2


@pytest.mark.parametrize("written", ["yesterday", b"2024", 7])
def test_a_moment_that_is_none_is_refused_by_its_field(store: Store, written: object) -> None:
    store._connection.execute("INSERT INTO readings VALUES ('DE-001', ?, 98, 'raw')", (written,))
    with pytest.raises(FieldError, match=r"Reading\.taken_at: not a moment"):
        list(store.find(Reading))


@pytest.mark.parametrize(
    "line",
    ["DE-001;2024-02-29T06:00+00:00;9\r8", "x" * 200_000],
    ids=["a lone return", "far too long"],
)
def test_whatever_a_line_holds_the_error_has_its_number(line: str) -> None:
    good = "DE-001;2024-02-29T06:00+00:00;98"
    with pytest.raises(ValueError, match="line 2: "):
        list(read_telegrams([good, line]))
