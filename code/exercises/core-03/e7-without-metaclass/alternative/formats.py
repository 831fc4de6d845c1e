"""Formats for tide tables, found by the suffix of their file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar


class Format:
    """Writes tide tables; subclasses say for which suffix."""

    suffix: ClassVar[str | None] = None

    def __init_subclass__(
        cls, *, suffix: str | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        if suffix is None:
            return
        if taken := next(_formats(suffix), None):
            raise ValueError(f"{suffix}: {cls.__name__} and {taken.__name__}")
        cls.suffix = suffix

    @staticmethod
    def for_suffix(suffix: str) -> type[Format]:
        """Find the format for a suffix; LookupError if there is none."""
        *_, found = [None, *_formats(suffix)]
        if found is None:
            raise LookupError(f"no format for {suffix!r}")
        return found


def _formats(
    suffix: str, base: type[Format] = Format
) -> Iterator[type[Format]]:
    """Walk the classes that say this suffix themselves, oldest first."""
    for cls in base.__subclasses__():
        if vars(cls).get("suffix") == suffix:
            yield cls
        yield from _formats(suffix, cls)
