"""An attribute that loads the row to which a key points."""

from __future__ import annotations

from model import Model


class Reference:
    """The row of another table whose id stands in `<name>_id`."""

    def __init__(self, target: str) -> None:
        self.target = target

    def __set_name__(self, owner: type[Model], name: str) -> None:
        self.name = name
        self.key = f"{name}_id"

    def __get__(self, instance: Model, owner: type | None = None) -> Model:
        target = Model.known[self.target]
        return target.find(instance.store, getattr(instance, self.key))
