"""Say where the value of an attribute would come from."""

from __future__ import annotations

from typing import Any, NamedTuple


class Found(NamedTuple):
    """What answers for a name, and the class in which it was found."""

    kind: str
    owner: type | None = None


def where(thing: object, name: str) -> Found:
    """Say what answers `thing.name`, without asking it."""
    owner = _owner(type(thing), name)
    value = None if owner is None else vars(owner)[name]
    reads = _has(value, "__get__")
    writes = _has(value, "__set__") or _has(value, "__delete__")
    if owner is not None and reads and writes:
        return Found("data descriptor", owner)
    if name in _instance_dict(thing):
        return Found("instance")
    if owner is not None:  # not "if owner": a metaclass may have a __len__
        return Found("descriptor" if reads else "class attribute", owner)
    if fallback := _owner(type(thing), "__getattr__"):
        return Found("__getattr__", fallback)
    return Found("nowhere")


def _owner(cls: type, name: str) -> type | None:
    """Find the first class of the MRO in whose body the name stands."""
    return next((one for one in cls.__mro__ if name in vars(one)), None)


def _has(value: object, method: str) -> bool:
    return _owner(type(value), method) is not None


def _instance_dict(thing: object) -> Any:
    try:
        # Not thing.__dict__: with slots alone, that asks __getattr__.
        return object.__getattribute__(thing, "__dict__")
    except AttributeError:
        return {}
