"""A field that a gauge can trust."""

from __future__ import annotations

from typing import Any


class Integer:
    """A whole number, `minimum` or more."""

    def __init__(self, *, minimum: int | None = None) -> None:
        self.minimum = minimum

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.label = f"{owner.__name__}.{name}"

    def __set__(self, instance: object, value: int) -> None:
        if type(value) is not int:
            raise TypeError(f"{self.label}: {value!r} is not an int")
        if self.minimum is not None and value < self.minimum:
            raise ValueError(
                f"{self.label}: {value} is less than {self.minimum}"
            )
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
