"""Wrong: the list is private by name, and the property hands it out.

Fails: test_nobody_jumps_the_queue_through_what_it_shows
"""

from __future__ import annotations

from collections.abc import Iterable


class HoldQueue:
    """Cards waiting for one title: each once, served in order of arrival."""

    def __init__(self, title: str, cards: Iterable[str] = ()) -> None:
        self.title = title
        self.__cards: list[str] = []
        for card in cards:
            self.place(card)

    @property
    def waiting(self) -> list[str]:
        """The cards, the next one first."""
        return self.__cards

    def __len__(self) -> int:
        return len(self.__cards)

    def place(self, card: str) -> int:
        """Put a card at the end; return its place, 1 for the next one."""
        if card in self.__cards:
            raise ValueError(f"{card} waits for {self.title} already")
        self.__cards.append(card)
        return len(self.__cards)

    def withdraw(self, card: str) -> None:
        """Take a card out; LookupError if it does not wait."""
        if card not in self.__cards:
            raise LookupError(f"{card} does not wait for {self.title}")
        self.__cards.remove(card)

    def serve(self) -> str:
        """Take out the next card; LookupError if nobody waits."""
        if not self.__cards:
            raise LookupError(f"nobody waits for {self.title}")
        return self.__cards.pop(0)
