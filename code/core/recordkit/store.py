"""Store: models in SQLite, with nested transactions and rows that stream."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from recordkit.conditions import Condition
from recordkit.model import Model
from recordkit.streams import batches

M = TypeVar("M", bound=Model)


def schema(model: type[Model]) -> str:
    """Give the statement that creates the model's table."""
    if not model.table:
        raise TypeError(f"{model.__name__} has no table")
    lines = [
        f"  {name} {field.column_type} NOT NULL"
        for name, field in model.fields.items()
    ]
    lines.append(f"  PRIMARY KEY ({', '.join(_keys(model))})")
    body = ",\n".join(lines)
    return f"CREATE TABLE IF NOT EXISTS {model.table} (\n{body}\n)"


class Store:
    """One connection to one database; a context manager that closes it."""

    def __init__(
        self, path: Path | str = ":memory:", *, patience: float = 5.0
    ) -> None:
        # isolation_level=None: only transaction() begins anything.
        self._connection = sqlite3.connect(
            path, timeout=patience, isolation_level=None
        )
        self._depth = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back; what is in an open transaction is lost."""
        self._connection.close()

    def _write(
        self, statement: str, arguments: Sequence[Any] = ()
    ) -> sqlite3.Cursor:
        if self._depth and not self._connection.in_transaction:
            raise sqlite3.OperationalError("SQLite has rolled back")
        return self._connection.execute(statement, arguments)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all of the block's changes or none; nested, a savepoint."""
        name = f"level_{self._depth}"
        begin, keep, undo = (
            (
                f"SAVEPOINT {name}",
                f"RELEASE {name}",
                f"ROLLBACK TO {name}; RELEASE {name}",
            )
            if self._depth
            else ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        )
        self._write(begin)
        self._depth += 1
        try:
            yield
            self._connection.execute(keep)
        except BaseException:
            if self._connection.in_transaction:
                for statement in undo.split("; "):
                    self._connection.execute(statement)
            raise
        finally:
            self._depth -= 1

    def create(self, *models: type[Model]) -> None:
        """Create the models' tables where they do not exist yet."""
        for model in models:
            self._write(schema(model))

    def add(self, record: Model) -> None:
        """Insert one record; sqlite3.IntegrityError if its key is taken."""
        self._write(_insert(type(record)), record.to_row())

    def add_all(self, records: Iterable[Model], *, size: int = 500) -> int:
        """Insert all records or none, holding ``size`` of them at a time."""
        count = 0
        with self.transaction():
            for batch in batches(records, size):
                for record in batch:
                    self.add(record)
                count += len(batch)
        return count

    def change(self, record: Model) -> None:
        """Write all fields of a record that is stored under its key."""
        model, keys = type(record), _keys(type(record))
        names = ", ".join(f"{name} = ?" for name in model.fields)
        where = " AND ".join(f"{name} = ?" for name in keys)
        by_name = dict(zip(model.fields, record.to_row(), strict=True))
        done = self._write(
            f"UPDATE {model.table} SET {names} WHERE {where}",
            [*by_name.values(), *(by_name[name] for name in keys)],
        )
        if done.rowcount == 0:
            raise LookupError(f"not stored: {record!r}")

    def find(
        self, model: type[M], *conditions: Condition
    ) -> Generator[M, None, None]:
        """Yield the records that meet all conditions, row by row, by key.

        The cursor stays open until the generator is exhausted or closed.
        """
        arguments: list[Any] = [
            a for one in conditions for a in one.arguments
        ]
        where = " AND ".join(one.sql for one in conditions) or "TRUE"
        cursor = self._connection.execute(
            f"SELECT {', '.join(model.fields)} FROM {model.table}"
            f" WHERE {where}"
            f" ORDER BY {', '.join(_keys(model))}",
            arguments,
        )
        try:
            for row in cursor:
                yield model.from_row(row)
        finally:
            cursor.close()


def _keys(model: type[Model]) -> list[str]:
    return [name for name, field in model.fields.items() if field.key]


def _insert(model: type[Model]) -> str:
    names = ", ".join(model.fields)
    marks = ", ".join("?" for _ in model.fields)
    return f"INSERT INTO {model.table} ({names}) VALUES ({marks})"
