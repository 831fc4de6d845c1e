"""A mapper of classes to tables, and no more than that. Leave it as is."""

from __future__ import annotations

import sqlite3
from typing import Any, ClassVar, TypeVar

M = TypeVar("M", bound="Model")


class Model:
    """A row of a table; its class names the table and the columns."""

    table: ClassVar[str]
    columns: ClassVar[tuple[str, ...]]
    id: int
    known: ClassVar[dict[str, type[Model]]] = {}

    def __init_subclass__(cls, *, table: str, columns: str) -> None:
        super().__init_subclass__()
        cls.table = table
        cls.columns = tuple(columns.split())
        Model.known[cls.__name__] = cls

    def __init__(self, store: sqlite3.Connection, *values: Any) -> None:
        self.store = store
        for name, value in zip(self.columns, values, strict=True):
            setattr(self, name, value)

    @classmethod
    def find(cls: type[M], store: sqlite3.Connection, number: int) -> M:
        """Load the row with this id; LookupError if there is none."""
        row = store.execute(
            f"SELECT {', '.join(cls.columns)} FROM {cls.table} WHERE id = ?",
            (number,),
        ).fetchone()
        if row is None:
            raise LookupError(f"no {cls.__name__} {number}")
        return cls(store, *row)
