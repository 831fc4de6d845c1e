"""Wrong: lets every property replace every other.

Fails: test_a_second_property_is_a_second_binding
"""

from __future__ import annotations

import sys
from typing import Any


class Once(type):
    """Metaclass: a name bound twice in the class body is an error."""

    @classmethod
    def __prepare__(
        mcls, name: str, bases: tuple[type, ...], /, **kwargs: Any
    ) -> dict[str, Any]:
        return _Body(name)

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        /,
        **kwargs: Any,
    ) -> Once:
        return super().__new__(mcls, name, bases, dict(namespace), **kwargs)


class _Body(dict[str, Any]):
    """The namespace of a class body; remembers where a name was bound."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._lines: dict[str, int] = {}

    def __setitem__(self, name: str, value: Any) -> None:
        line = sys._getframe(1).f_lineno  # of the class body
        if name in self and not _extends(value, self[name]):
            raise TypeError(
                f"{self._owner}.{name} is bound twice, "
                f"in lines {self._lines[name]} and {line}"
            )
        self._lines[name] = line
        super().__setitem__(name, value)


def _extends(new: object, old: object) -> bool:
    """Say whether a property goes on from another: @level.setter."""
    return isinstance(new, property) and isinstance(old, property)
