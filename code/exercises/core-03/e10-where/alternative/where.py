"""Say where the value of an attribute would come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Found(NamedTuple):
    """What answers for a name, and the class in which it was found."""

    kind: str
    owner: type | None = None


ORDER = [
    "data descriptor",
    "instance",
    "descriptor",
    "class attribute",
    "__getattr__",
    "nowhere",
]


def where(thing: object, name: str) -> Found:
    """Say what answers `thing.name`, without asking it."""
    return min(_candidates(thing, name), key=lambda f: ORDER.index(f.kind))


def _candidates(thing: object, name: str) -> Iterator[Found]:
    on_class = fallback = Found("nowhere")
    for cls in reversed(type(thing).__mro__):
        if name in vars(cls):
            on_class = Found(_kind(vars(cls)[name]), cls)
        if "__getattr__" in vars(cls):
            fallback = Found("__getattr__", cls)
    yield from (on_class, fallback)
    try:
        if name in object.__getattribute__(thing, "__dict__"):
            yield Found("instance")
    except AttributeError:
        pass


def _kind(value: object) -> str:
    kind = type(value)
    if not hasattr(kind, "__get__"):
        return "class attribute"
    if hasattr(kind, "__set__") or hasattr(kind, "__delete__"):
        return "data descriptor"
    return "descriptor"
