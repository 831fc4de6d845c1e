"""A field that a gauge can trust, and not much else yet."""

from __future__ import annotations


class Integer:
    """A whole number, `minimum` or more."""

    def __init__(self, *, minimum: int | None = None) -> None:
        self.minimum = minimum
