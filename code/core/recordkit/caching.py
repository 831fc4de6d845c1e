"""A value computed at the first read and kept until a field changes."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class cached(Generic[T]):  # noqa: N801 (used like a function, as property is)
    """Compute once for each record, also when threads ask for it together.

    There is no ``__set__``: the value kept in the instance dict hides this
    object from the next lookup. Two records whose cached values read each
    other must not be asked from two threads: each would wait for the other.
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, record: None, owner: type) -> Self: ...
    @overload
    def __get__(self, record: object, owner: type | None = None) -> T: ...
    def __get__(
        self, record: object | None, owner: type | None = None
    ) -> Self | T:
        if record is None:
            return self
        kept: dict[str, Any] = vars(record)
        # One lock for each record, so that different records do not wait
        # for each other. dict.setdefault is atomic in CPython.
        with kept.setdefault("_lock", RLock()):
            try:
                value: T = kept[self.name]  # another thread was first
            except KeyError:
                value = kept[self.name] = self.compute(record)
            return value


def forget(record: object) -> None:
    """Drop what is cached on the record, because a field has changed."""
    for name in getattr(type(record), "cached_names", ()):
        vars(record).pop(name, None)
