"""Formats for tide tables, found by the suffix of their file."""

from __future__ import annotations


class FormatMeta(type):
    """Keeps every format under its suffix."""

    known: dict[str, FormatMeta] = {}

    def __new__(mcls, name, bases, namespace, *, suffix=None, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        if suffix is not None:
            if suffix in mcls.known:
                raise ValueError(
                    f"{suffix}: {name} and {mcls.known[suffix].__name__}"
                )
            cls.suffix = suffix
            mcls.known[suffix] = cls
        return cls


class Format(metaclass=FormatMeta):
    """Writes tide tables; subclasses say for which suffix."""

    suffix: str | None = None

    @staticmethod
    def for_suffix(suffix: str) -> FormatMeta:
        """Find the format for a suffix; LookupError if there is none."""
        try:
            return FormatMeta.known[suffix]
        except KeyError:
            raise LookupError(f"no format for {suffix!r}") from None
