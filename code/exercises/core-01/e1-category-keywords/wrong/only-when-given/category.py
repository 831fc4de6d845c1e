"""Wrong: without words at the start, learning still changes the class.

Fails: test_two_categories_learn_independently
"""

from __future__ import annotations

from collections.abc import Iterable


class Category:
    keywords: list[str] = []

    def __init__(self, name: str, keywords: Iterable[str] = ()) -> None:
        self.name = name
        words = [word.casefold() for word in keywords]
        if words:
            self.keywords = words

    def learn(self, word: str) -> None:
        self.keywords += [word.casefold()]

    def matches(self, payee: str) -> bool:
        return any(word in payee.casefold() for word in self.keywords)
