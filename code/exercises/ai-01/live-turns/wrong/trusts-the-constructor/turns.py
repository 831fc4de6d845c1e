"""Wrong: what is handed in goes past the rules.

Fails: test_what_is_handed_in_is_checked_too
"""

from __future__ import annotations

from collections.abc import Iterable


class TurnError(Exception):
    """Somebody speaks who is not to speak now."""


class Talk:
    """Who said what, in order; a role is a word."""

    def __init__(self, said: Iterable[tuple[str, str]] = ()) -> None:
        self._said = list(said)

    @property
    def expects(self) -> set[str]:
        """Whose message may come next."""
        if not self._said:
            return {"system", "user"}
        return {"assistant"} if self._said[-1][0] == "user" else {"user"}

    def add(self, role: str, text: str) -> None:
        """Take a message, or raise TurnError and change nothing."""
        if role not in self.expects:
            raise TurnError(f"{role} where {self.expects} is to speak")
        self._said.append((role, text))

    def __len__(self) -> int:
        return len(self._said)

    def __bool__(self) -> bool:
        return True
