"""Wrong: caches like cached_property: once loaded, nobody looks at the key
again.

Fails: test_after_the_key_changed_the_new_row_is_loaded
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
        if self.name in vars(instance):
            return vars(instance)[self.name]
        key = getattr(instance, self.key)
        row = None
        if key is not None:
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
