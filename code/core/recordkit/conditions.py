"""Conditions: what comparing a field on the class gives, as SQL."""

from __future__ import annotations

from typing import final


@final
class Condition:
    """Part of a WHERE clause; combined with & into a longer one."""

    def __init__(self, sql: str, arguments: tuple[object, ...]) -> None:
        self.sql = sql
        self.arguments = arguments

    def __and__(self, other: Condition) -> Condition:
        if not isinstance(other, Condition):
            return NotImplemented
        return Condition(
            f"{self.sql} AND {other.sql}", self.arguments + other.arguments
        )

    def __bool__(self) -> bool:
        # Without this, `a and b` and `0 < field < 9` would drop a half.
        raise TypeError(
            "a condition is neither true nor false: combine with &"
        )

    def __repr__(self) -> str:
        return f"Condition({self.sql!r}, {self.arguments!r})"
