"""Who waits for a title."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable


class HoldQueue:
    """Cards waiting for one title: each once, served in order of arrival."""

    def __init__(self, title: str, cards: Iterable[str] = ()) -> None:
        self.title = title
        self._cards: OrderedDict[str, None] = OrderedDict()
        for card in cards:
            self.place(card)

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
        self._cards[card] = None
        return len(self._cards)

    def withdraw(self, card: str) -> None:
        """Take a card out; LookupError if it does not wait."""
        del self._cards[card]

    def serve(self) -> str:
        """Take out the next card; LookupError if nobody waits."""
        if not self._cards:
            raise LookupError(f"nobody waits for {self.title}")
        card, _ = self._cards.popitem(last=False)
        return card
