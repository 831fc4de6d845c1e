"""A number between two bounds, and a reading that has one."""

from __future__ import annotations

from typing import Any


class Bounded:
    """A whole number from `lowest` to `highest`."""

    def __init__(self, lowest: int, highest: int) -> None:
        self.lowest = lowest
        self.highest = highest

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.place = f"_{name}"

    def __get__(
        self, instance: object | None, owner: type | None = None
    ) -> Any:
        if instance is None:
            return self
        return getattr(instance, self.place)

    def __set__(self, instance: object, value: int) -> None:
        if not self.lowest <= value <= self.highest:
            raise ValueError(
                f"{self.name}: {value} not in {self.lowest}..{self.highest}"
            )
        setattr(instance, self.place, value)


class Reading:
    """A water level in centimeters; equal levels make equal readings."""

    cm = Bounded(-500, 1500)

    def __init__(self, cm: int) -> None:
        self.cm = cm

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Reading):
            return NotImplemented
        return self.cm == other.cm
