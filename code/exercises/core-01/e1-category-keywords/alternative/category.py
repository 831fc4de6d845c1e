"""Categories of spending, each with the words that give a payee away."""

from __future__ import annotations

from collections.abc import Iterable


class Category:
    """Sorts payees by keywords; compares without regard to case."""

    keywords: tuple[str, ...] = ()

    def __init__(self, name: str, keywords: Iterable[str] = ()) -> None:
        self.name = name
        for word in keywords:
            self.learn(word)

    def learn(self, word: str) -> None:
        """Add a keyword."""
        self.keywords += (word.casefold(),)

    def matches(self, payee: str) -> bool:
        """Tell whether a keyword occurs in the payee's name."""
        return any(word in payee.casefold() for word in self.keywords)
