"""Wrong: leaves out __get__: a gauge without a value answers with the
field.

Fails: test_3_a_gauge_without_a_value_has_no_attribute
"""

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
