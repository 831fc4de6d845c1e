"""Say where the value of an attribute would come from."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """What answers for a name, and the class in which it was found."""

    kind: str
    owner: type | None = None


def where(thing: object, name: str) -> Found:
    """Say what answers `thing.name`, without asking it."""
    if name in vars(thing):
        return Found("instance")
    if hasattr(type(thing), name):
        return Found("class attribute", type(thing))
    return Found("nowhere")
