"""Wrong: the default list is made once, when ``def`` runs, and then shared.

Fails: test_two_categories_learn_independently
"""

from __future__ import annotations


class Category:
    def __init__(self, name: str, keywords: list[str] = []) -> None:
        self.name = name
        self.keywords = keywords

    def learn(self, word: str) -> None:
        self.keywords.append(word.casefold())

    def matches(self, payee: str) -> bool:
        words = [word.casefold() for word in self.keywords]
        return any(word in payee.casefold() for word in words)
