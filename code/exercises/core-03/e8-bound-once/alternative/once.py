"""Classes in whose bodies each name is bound once."""

from __future__ import annotations

import sys
from typing import Any


class Once(type):
    """Metaclass: a name bound twice in the class body is an error."""

    @classmethod
    def __prepare__(
        mcls, name: str, bases: tuple[type, ...], /, **kwargs: Any
    ) -> dict[str, Any]:
        return _Body()

    def __new__(
        mcls,
        name: str,
        bases: tuple[type, ...],
        namespace: _Body,
        /,
        **kwargs: Any,
    ) -> Once:
        if namespace.twice:
            problems = [
                f"{name}.{one} is bound twice, in lines {first} and {second}"
                for one, first, second in namespace.twice
            ]
            raise TypeError("; ".join(problems))
        return super().__new__(mcls, name, bases, dict(namespace), **kwargs)


class _Body(dict[str, Any]):
    """The namespace of a class body; collects names bound twice."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self.twice: list[tuple[str, int, int]] = []

    def __setitem__(self, name: str, value: Any) -> None:
        line = sys._getframe(1).f_lineno  # of the class body
        if name in self and not _extends(value, self[name]):
            self.twice.append((name, self._lines[name], line))
        self._lines[name] = line
        super().__setitem__(name, value)


def _extends(new: object, old: object) -> bool:
    """Say whether a property goes on from another: @level.setter."""
    if not (isinstance(new, property) and isinstance(old, property)):
        return False
    pairs = [(new.fget, old.fget), (new.fset, old.fset), (new.fdel, old.fdel)]
    return any(a is b for a, b in pairs if b is not None)
