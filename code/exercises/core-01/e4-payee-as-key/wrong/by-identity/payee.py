"""Wrong: equal payees get different hashes, so a set keeps both.

Fails: test_equal_payees_have_equal_hashes
"""

from __future__ import annotations

from collections.abc import Iterable


class Payee:
    """A payee and the aliases it has been seen under."""

    def __init__(self, name: str, aliases: Iterable[str] = ()) -> None:
        self.name = name
        self.aliases = set(aliases)

    def learn(self, alias: str) -> None:
        """Remember one more name."""
        self.aliases.add(alias)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Payee):
            return NotImplemented
        return (self.name, self.aliases) == (other.name, other.aliases)

    def __hash__(self) -> int:
        return id(self)
