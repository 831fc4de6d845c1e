"""Wrong: the queue and its caller hold one list between them.

Fails: test_the_list_given_at_the_start_stays_the_callers
"""

from __future__ import annotations

from collections.abc import Iterable


class HoldQueue:
    """Cards waiting for one title: each once, served in order of arrival."""

    def __init__(self, title: str, cards: list[str] | None = None) -> None:
        self.title = title
        self._cards = cards if cards is not None else []

    @property
    def waiting(self) -> tuple[str, ...]:
        """The cards, the next one first."""
        return tuple(self._cards)

    def __len__(self) -> int:
        return len(self._cards)

    def place(self, card: str) -> int:
        """Put a card at the end; return its place, 1 for the next one."""
        if card in self._cards:
            raise ValueError(f"{card} waits for {self.title} already")
        self._cards.append(card)
        return len(self._cards)

    def withdraw(self, card: str) -> None:
        """Take a card out; LookupError if it does not wait."""
        if card not in self._cards:
            raise LookupError(f"{card} does not wait for {self.title}")
        self._cards.remove(card)

    def serve(self) -> str:
        """Take out the next card; LookupError if nobody waits."""
        if not self._cards:
            raise LookupError(f"nobody waits for {self.title}")
        return self._cards.pop(0)
