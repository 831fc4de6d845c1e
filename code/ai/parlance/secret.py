"""A key that is there to be used and not to be seen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NoReturn, Self


class Secret:
    """A text that shows itself to `reveal` alone.

    It has no place in a repr, a format, a log record or a pickle. A debugger
    and a memory dump see it still: it guards against accidents, not attacks.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        printable = value.isascii() and value.isprintable()
        if not value or value != value.strip() or not printable:
            raise ValueError(
                "a secret is printable ASCII without blanks around it"
            )
        self._value = value

    @classmethod
    def from_environment(
        cls, name: str, environ: Mapping[str, str] = os.environ
    ) -> Self:
        """Read the variable, at the edge of the program; KeyError says its name alone."""
        return cls(environ[name])

    def reveal(self) -> str:
        """Give the text: call it where it is sent, and keep nothing of it."""
        return self._value

    def __repr__(self) -> str:
        return f"{type(self).__name__}('…')"

    def __copy__(self) -> Self:
        return self  # nothing changes it: a copy would be a second place

    def __deepcopy__(self, _memo: dict[int, object]) -> Self:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError(
            "a secret is not pickled: read it again where it is needed"
        )
