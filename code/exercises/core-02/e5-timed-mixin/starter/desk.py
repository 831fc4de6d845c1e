"""The desk of a branch, and a mixin that writes its log."""

from __future__ import annotations

from typing import Any


class Desk:
    """Lends and takes back; the slip says what happened."""

    def __init__(self, *, branch: str) -> None:
        self.branch = branch

    def lend(self, card: str, title: str, *, days: int = 28) -> str:
        """Hand an item out; ValueError for a day that is no day."""
        if days < 1:
            raise ValueError(f"{days} days")
        return f"{self.branch}: {title} to {card} for {days} days"

    def take_back(self, title: str) -> str:
        """Take an item back."""
        return f"{self.branch}: {title} is back"


class LoggedMixin(Desk):
    """Writes each slip into a log that it is given."""

    def __init__(self, *, log: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._entries = log

    def lend(self, *args: Any, **kwargs: Any) -> str:
        slip = super().lend(*args, **kwargs)
        self._entries.append(slip)
        return slip

    def take_back(self, *args: Any, **kwargs: Any) -> str:
        slip = super().take_back(*args, **kwargs)
        self._entries.append(slip)
        return slip
