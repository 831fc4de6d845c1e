"""Classes in whose bodies each name is bound once."""

from __future__ import annotations

from typing import Any


class Once(type):
    """Metaclass: a name bound twice in the class body is an error."""

    @classmethod
    def __prepare__(
        mcls, name: str, bases: tuple[type, ...]
    ) -> dict[str, Any]:
        return {}
