"""A conversation whose rules are a table."""

from __future__ import annotations

from collections.abc import Iterable

NEXT = {
    "": {"system", "user"},
    "system": {"user"},
    "user": {"assistant"},
    "assistant": {"user"},
}


class TurnError(Exception):
    """Somebody speaks who is not to speak now."""


class Talk:
    """Who said what, in order; a role is a word."""

    def __init__(self, said: Iterable[tuple[str, str]] = ()) -> None:
        self._said: list[tuple[str, str]] = []
        for role, text in said:
            self.add(role, text)

    def add(self, role: str, text: str) -> None:
        """Take a message, or raise TurnError and change nothing."""
        last = self._said[-1][0] if self._said else ""
        if role not in NEXT[last]:
            raise TurnError(f"{role} after {last or 'nothing'}")
        self._said.append((role, text))

    def __len__(self) -> int:
        return len(self._said)

    def __bool__(self) -> bool:
        return True
