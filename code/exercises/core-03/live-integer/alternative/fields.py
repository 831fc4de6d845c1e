"""A field that a gauge can trust, and a base for the next ones."""

from __future__ import annotations

from typing import Any


class Field:
    """Keeps a value in the instance, once `check` has let it pass."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.label = f"{owner.__name__}.{name}"

    def __set__(self, instance: object, value: Any) -> None:
        self.check(value)
        vars(instance)[self.name] = value

    def __get__(
        self, instance: object | None, owner: type | None = None
    ) -> Any:
        if instance is None:
            return self
        try:
            return vars(instance)[self.name]
        except KeyError:
            raise AttributeError(f"{self.label} has no value") from None

    def check(self, value: Any) -> None:
        """Raise if the value may not be kept."""


class Integer(Field):
    """A whole number, `minimum` or more."""

    def __init__(self, *, minimum: int | None = None) -> None:
        self.minimum = minimum

    def check(self, value: Any) -> None:
        if type(value) is not int:
            raise TypeError(f"{self.label}: {value!r} is not an int")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(
                f"{self.label}: {value} is less than {self.minimum}"
            )
