"""A text field that has to look like its example."""

from __future__ import annotations

import re


class Regex:
    """A text that matches a pattern as a whole."""

    def __init__(self, pattern: str, *, example: str) -> None:
        self.pattern = re.compile(pattern)
        self.example = example

    def __set__(self, instance: object, value: str) -> None:
        if not self.pattern.match(value):
            raise ValueError("invalid value")
        self.value = value

    def __get__(self, instance: object, owner: type) -> str:
        return self.value
