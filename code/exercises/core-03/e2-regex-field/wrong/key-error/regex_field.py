"""Wrong: an empty field raises KeyError, which hasattr does not catch.

Fails: test_a_field_that_was_not_filled_is_an_attribute_error
"""

from __future__ import annotations

import re
from typing import Any


class Regex:
    """A text that matches a pattern as a whole."""

    def __init__(self, pattern: str, *, example: str) -> None:
        self.pattern = re.compile(pattern)
        self.example = example

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.label = f"{owner.__name__}.{name}"

    def __set__(self, instance: object, value: str) -> None:
        if not isinstance(value, str):
            kind = type(value).__name__
            raise TypeError(f"{self.label}: expected text, got {kind}")
        if not self.pattern.fullmatch(value):
            raise ValueError(
                f"{self.label}: {value!r} does not look like {self.example!r}"
            )
        instance.__dict__[self.name] = value

    def __get__(
        self, instance: object | None, owner: type | None = None
    ) -> Any:
        if instance is None:
            return self
        return instance.__dict__[self.name]
