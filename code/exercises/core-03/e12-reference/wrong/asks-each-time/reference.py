"""Wrong: sends a statement for every read.

Fails: test_it_is_loaded_when_it_is_read_and_once
"""

from __future__ import annotations

from model import Model


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
        row = vars(instance).get(self.name)
        if row is None or row.id is not None:
            row = Model.known[self.target].find(instance.store, key)
            vars(instance)[self.name] = row
        return row

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
        vars(instance)[self.name] = row
