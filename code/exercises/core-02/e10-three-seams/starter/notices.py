"""Notices to those who are late."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable


class Fee(ABC):
    """What so many days cost."""

    @abstractmethod
    def cents(self, days: int) -> int:
        """The fee in cents."""


class Sender(ABC):
    """Takes a text to a card."""

    @abstractmethod
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
    fee: Fee,
    sender: Sender,
    notice: Notice,
) -> int:
    """Send one notice for each card that is late; return the cents due."""
    if not isinstance(sender, Sender):
        raise TypeError(f"{sender!r} is no Sender")
    due = 0
    for card, days in late:
        sender.send(card, notice.text(card, days, fee.cents(days)))
        due += fee.cents(days)
    return due
