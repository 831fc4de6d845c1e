"""Wrong: the checks are there, and the list is a public attribute still.

Fails: test_no_public_attribute_is_a_way_in
"""

from __future__ import annotations

from collections.abc import Iterable


class HoldQueue:
    """Cards waiting for one title: each once, served in order of arrival."""

    def __init__(self, title: str, cards: Iterable[str] = ()) -> None:
        self.title = title
        self.waiting: list[str] = []
        for card in cards:
            self.place(card)

    def __len__(self) -> int:
        return len(self.waiting)

    def place(self, card: str) -> int:
        """Put a card at the end; return its place, 1 for the next one."""
        if card in self.waiting:
            raise ValueError(f"{card} waits for {self.title} already")
        self.waiting.append(card)
        return len(self.waiting)

    def withdraw(self, card: str) -> None:
        """Take a card out; LookupError if it does not wait."""
        if card not in self.waiting:
            raise LookupError(f"{card} does not wait for {self.title}")
        self.waiting.remove(card)

    def serve(self) -> str:
        """Take out the next card; LookupError if nobody waits."""
        if not self.waiting:
            raise LookupError(f"nobody waits for {self.title}")
        return self.waiting.pop(0)
