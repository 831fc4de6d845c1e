"""A conversation that takes what it is given."""

from __future__ import annotations


class TurnError(Exception):
    """Somebody speaks who is not to speak now."""


class Talk:
    """Who said what, in order; a role is a word."""

    def __init__(self, said: list[tuple[str, str]] = []) -> None:  # noqa: B006
        self.said = said

    def add(self, role: str, text: str) -> None:
        """Take a message."""
        self.said.append((role, text))

    def __len__(self) -> int:
        return len(self.said)
