"""Who waits for a title."""

from __future__ import annotations


class HoldQueue:
    """Cards waiting for one title."""

    def __init__(self, title: str, cards: list[str] | None = None) -> None:
        self.title = title
        self.waiting = cards or []

    def __len__(self) -> int:
        return len(self.waiting)

    def place(self, card: str) -> int:
        """Put a card at the end; return its place, 1 for the next one."""
        self.waiting.append(card)
        return len(self.waiting)

    def withdraw(self, card: str) -> None:
        """Take a card out; LookupError if it does not wait."""
        self.waiting.remove(card)

    def serve(self) -> str:
        """Take out the next card; LookupError if nobody waits."""
        return self.waiting.pop(0)
