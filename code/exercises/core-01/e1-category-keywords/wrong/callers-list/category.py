"""Wrong: the category and its caller hold one list between them.

Fails: test_the_callers_list_is_not_shared
"""

from __future__ import annotations


class Category:
    def __init__(self, name: str, keywords: list[str] | None = None) -> None:
        self.name = name
        self.keywords = keywords if keywords is not None else []

    def learn(self, word: str) -> None:
        self.keywords.append(word)

    def matches(self, payee: str) -> bool:
        words = [word.casefold() for word in self.keywords]
        return any(word in payee.casefold() for word in words)
