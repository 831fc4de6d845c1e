"""Payees, under all the names that banks print for them."""

from __future__ import annotations

from collections.abc import Iterable


class Payee:
    """A payee and the aliases it has been seen under."""

    def __init__(self, name: str, aliases: Iterable[str] = ()) -> None:
        self._name = name
        self.aliases = set(aliases)

    @property
    def name(self) -> str:
        """The name it is filed under; it never changes."""
        return self._name

    def learn(self, alias: str) -> None:
        """Remember one more name."""
        self.aliases.add(alias)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Payee):
            return NotImplemented
        return (self.name, self.aliases) == (other.name, other.aliases)

    def __hash__(self) -> int:
        # Equal payees have equal names; the aliases may change.
        return hash(self._name)
