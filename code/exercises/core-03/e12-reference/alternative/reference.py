"""An attribute that loads the row to which a key points."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from model import Model

Rows = dict[tuple[str, int], Model]
# Each connection has one object for each row that was ever referred to.
_loaded: defaultdict[sqlite3.Connection, Rows] = defaultdict(dict)


class Reference:
    """The row of another table whose id stands in `<name>_id`."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __set_name__(self, owner: type[Model], name: str) -> None:
        self.name = name
        self.key = f"{name}_id"
        self.label = f"{owner.__name__}.{name}"

    def __get__(
        self, instance: Model | None, owner: type | None = None
    ) -> Model | Reference | None:
        if instance is None:
            return self
        key = getattr(instance, self.key)
        if key is None:
            return None
        loaded = _loaded[instance.store]
        if (self.target, key) not in loaded:
            row = Model.known[self.target].find(instance.store, key)
            loaded[self.target, key] = row
        return loaded[self.target, key]

    def __set__(self, instance: Model, row: Model | None) -> None:
        if row is not None:
            # By its name, and not before now: the class may come later.
            target = Model.known[self.target]
            if not isinstance(row, target):
                kind = type(row).__name__
                raise TypeError(
                    f"{self.label}: expected {self.target}, got {kind}"
                )
        setattr(instance, self.key, None if row is None else row.id)
        if row is not None:
            _loaded[instance.store][self.target, row.id] = row
