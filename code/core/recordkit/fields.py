"""Fields: attributes that check what is assigned and know their column."""

from __future__ import annotations

import math
import sys
from datetime import UTC, datetime
from typing import Any, ClassVar, Generic, Self, TypeVar, cast, overload

from recordkit.caching import forget
from recordkit.conditions import Condition

T = TypeVar("T")


class FieldError(ValueError):
    """A field refused a value; the message names record, field and value."""


def _shown(value: object) -> str:
    try:
        return repr(value)
    except ValueError:  # an int of more than 4,300 digits
        return f"{type(value).__name__}, too long to show"


class Field(Generic[T]):
    """A checked attribute of a record and one column of its table.

    The value lives in the record's own dict under the field's name. That
    works because a data descriptor is asked before the instance dict.
    A default of None is no default.
    """

    column_type: ClassVar[str] = "TEXT"

    def __init__(
        self, *, default: T | None = None, key: bool = False
    ) -> None:
        self.default = default
        self.key = key
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        if self.name:
            taken = f"is the field {self.name!r} already"
            raise TypeError(f"{owner.__name__}.{name} {taken}")
        self.name = name

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: object, owner: type | None = None) -> T: ...
    def __get__(
        self, record: object | None, owner: type | None = None
    ) -> Self | T:
        if record is None:
            return self
        try:
            return cast(T, vars(record)[self.name])
        except KeyError:
            raise AttributeError(
                f"{type(record).__name__}.{self.name} is not set"
            ) from None

    def __set__(self, record: object, value: T) -> None:
        try:
            checked = self.check(value)
        except ValueError as error:
            where = f"{type(record).__name__}.{self.name}"
            raise FieldError(f"{where}: {error}, got {_shown(value)}") from None
        vars(record)[self.name] = checked
        forget(record)

    def check(self, value: Any) -> T:
        """Return the value to store, or raise ValueError with the rule."""
        return cast(T, value)

    def to_column(self, value: T) -> object:
        """Turn a checked value into one that sqlite3 stores."""
        return value

    def from_column(self, raw: Any) -> T:
        """Turn what sqlite3 returns into a value for ``__set__``."""
        return cast(T, raw)

    def __lt__(self, value: T) -> Condition:
        return self._compared("<", value)

    def __le__(self, value: T) -> Condition:
        return self._compared("<=", value)

    def __gt__(self, value: T) -> Condition:
        return self._compared(">", value)

    def __ge__(self, value: T) -> Condition:
        return self._compared(">=", value)

    def equals(self, value: T) -> Condition:
        """Compare for equality; == keeps its meaning: is it this field?"""
        return self._compared("=", value)

    def _compared(self, operator: str, value: T) -> Condition:
        try:
            checked = self.check(value)
        except ValueError as error:
            said = f"{self.name}: {error}, got {_shown(value)}"
            raise FieldError(said) from None
        return Condition(
            f"{self.name} {operator} ?", (self.to_column(checked),)
        )


class Number(Field[T]):
    """What the two kinds of numbers share: bounds that include their ends."""

    def __init__(
        self,
        *,
        at_least: float = -math.inf,
        at_most: float = math.inf,
        default: T | None = None,
        key: bool = False,
    ) -> None:
        super().__init__(default=default, key=key)
        self.at_least = at_least
        self.at_most = at_most

    def _within(self, value: float) -> None:
        if not self.at_least <= value <= self.at_most:
            raise ValueError(f"not in {self.at_least} to {self.at_most}")


class Integer(Number[int]):
    """A whole number of 64 bits, as the column; True and False are none."""

    column_type = "INTEGER"

    def check(self, value: Any) -> int:
        """Refuse what is no int or out of bounds."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError("not a whole number")
        self._within(value)
        if not -(2**63) <= value < 2**63:
            raise ValueError("not in 64 bits")
        return value


class Real(Number[float]):
    """A finite number with a fraction; an int is taken as a float."""

    column_type = "REAL"

    def check(self, value: Any) -> float:
        """Refuse what is no number, infinite, or out of bounds."""
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise ValueError("not a number")
        # No isfinite(): it fails for an int that is larger than any float.
        if not abs(value) <= sys.float_info.max:
            raise ValueError("not finite")
        self._within(value)
        return float(value)


class Text(Field[str]):
    """Text without blanks around it, not longer than ``longest``."""

    def __init__(
        self,
        *,
        longest: int = 200,
        default: str | None = None,
        key: bool = False,
    ) -> None:
        super().__init__(default=default, key=key)
        self.longest = longest

    def check(self, value: Any) -> str:
        """Refuse what is no text or too long."""
        if not isinstance(value, str):
            raise ValueError("not text")
        stripped = value.strip()
        if len(stripped) > self.longest:
            raise ValueError(f"longer than {self.longest}")
        try:
            stripped.encode()
        except UnicodeEncodeError:  # half of a pair, as from a broken file
            raise ValueError("not text that UTF-8 can hold") from None
        return stripped


class Choice(Field[str]):
    """One of the strings that are listed."""

    def __init__(
        self, *allowed: str, default: str | None = None, key: bool = False
    ) -> None:
        super().__init__(default=default, key=key)
        self.allowed = allowed

    def check(self, value: Any) -> str:
        """Refuse what is not on the list."""
        if value not in self.allowed:
            raise ValueError(f"not one of {', '.join(self.allowed)}")
        return cast(str, value)


class Moment(Field[datetime]):
    """A moment with a time zone, kept in UTC: text order is time order."""

    def check(self, value: Any) -> datetime:
        """Refuse what is no datetime or has no time zone."""
        if not isinstance(value, datetime) or value.utcoffset() is None:
            raise ValueError("not a moment with a time zone")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            raise ValueError("not in the years 1 to 9999 of UTC") from None

    def to_column(self, value: datetime) -> str:
        """Write ISO 8601 with a fixed width."""
        return value.isoformat(timespec="microseconds")

    def from_column(self, raw: Any) -> datetime:
        """Read what ``to_column`` wrote; ``check`` refuses anything else."""
        try:
            return datetime.fromisoformat(raw)
        except (TypeError, ValueError):
            return cast(datetime, raw)
