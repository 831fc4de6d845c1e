"""Wrong: the protocol says None, and the gateway returns a number.

Fails: test_mypy_accepts_the_gateway
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Protocol


class Sender(Protocol):
    """Takes a text to a card."""

    def send(self, to: str, text: str) -> None:
        """Send it."""


class Notice(ABC):
    """A text with a greeting that each kind words in its own way."""

    @abstractmethod
    def greeting(self, card: str) -> str:
        """The first line."""

    def text(self, card: str, days: int, cents: int) -> str:
        """The whole notice."""
        amount = f"{cents // 100}.{cents % 100:02}"
        return f"{self.greeting(card)}\n{days} days late, {amount} to pay"


class PlainNotice(Notice):
    """The greeting of the house."""

    def greeting(self, card: str) -> str:
        return f"Card {card}:"


def notify(
    late: Iterable[tuple[str, int]],
    fee: Callable[[int], int],
    sender: Sender,
    notice: Notice,
) -> int:
    """Send one notice for each card that is late; return the cents due."""
    due = 0
    for card, days in late:
        cents = fee(days)
        sender.send(card, notice.text(card, days, cents))
        due += cents
    return due
