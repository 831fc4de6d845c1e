"""Formats for tide tables, found by the suffix of their file."""

from __future__ import annotations

from typing import Any, ClassVar


class Format:
    """Writes tide tables; subclasses say for which suffix."""

    suffix: ClassVar[str | None] = None
    _known: ClassVar[dict[str, type[Format]]] = {}

    def __init_subclass__(
        cls, *, suffix: str | None = None, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        if suffix is not None:
            if known := Format._known.get(suffix):
                raise ValueError(
                    f"{suffix}: {cls.__name__} and {known.__name__}"
                )
            cls.suffix = suffix
            Format._known[suffix] = cls
        elif (own := vars(cls).get("suffix")) is not None:
            if _is_copy(cls, Format._known.get(own)):
                Format._known[own] = cls

    @staticmethod
    def for_suffix(suffix: str) -> type[Format]:
        """Find the format for a suffix; LookupError if there is none."""
        try:
            return Format._known[suffix]
        except KeyError:
            raise LookupError(f"no format for {suffix!r}") from None


def _is_copy(cls: type, known: type | None) -> bool:
    """Say whether a decorator built `known` anew, as slots=True does.

    It copies the namespace of the class and does not repeat the keyword.
    """
    return known is not None and (cls.__module__, cls.__name__) == (
        known.__module__,
        known.__name__,
    )
