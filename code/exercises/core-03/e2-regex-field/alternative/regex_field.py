"""A text field that has to look like its example."""

from __future__ import annotations

import re
from typing import Any


class Regex(property):
    """A text that matches a pattern as a whole."""

    def __init__(self, pattern: str, *, example: str) -> None:
        super().__init__(self._read, self._write)
        self.pattern = re.compile(pattern)
        self.example = example

    def __set_name__(self, owner: type, name: str) -> None:
        self.field = name
        self.label = f"{owner.__name__}.{name}"

    def _read(self, instance: object) -> Any:
        try:
            return vars(instance)[self.field]
        except KeyError:
            raise AttributeError(f"{self.label} has no value yet") from None

    def _write(self, instance: object, value: str) -> None:
        if not isinstance(value, str):
            kind = type(value).__name__
            raise TypeError(f"{self.label}: expected text, got {kind}")
        if not self.pattern.fullmatch(value):
            raise ValueError(
                f"{self.label}: {value!r} does not look like {self.example!r}"
            )
        vars(instance)[self.field] = value
