"""Wrong: asks its own record, in which a deleted name still stands.

Fails: test_a_name_that_was_deleted_may_be_bound_again
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
        if name in self._lines and not _extends(value, self.get(name)):
            raise TypeError(
                f"{self._owner}.{name} is bound twice, "
                f"in lines {self._lines[name]} and {line}"
            )
        self._lines[name] = line
        super().__setitem__(name, value)


def _extends(new: object, old: object) -> bool:
    """Say whether a property goes on from another: @level.setter."""
    if not (isinstance(new, property) and isinstance(old, property)):
        return False
    pairs = [(new.fget, old.fget), (new.fset, old.fset), (new.fdel, old.fdel)]
    return any(a is b for a, b in pairs if b is not None)
