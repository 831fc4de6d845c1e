"""Reminders. This module says what it needs; it imports no supplier of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol, TextIO

from stacks.loan import Loan


class Notifier(Protocol):
    """Whatever can bring a text to the owner of a card."""

    def send(self, card: str, text: str) -> None:
        """Bring it, or raise OSError."""


class Overdue(Protocol):
    """Whatever knows which loans should be back."""

    def overdue(self, today: date) -> Iterable[Loan]:
        """Return them, in any order."""


def remind(loans: Overdue, notifier: Notifier, today: date) -> int:
    """Send one notice to each card with overdue items; return how many."""
    by_card: dict[str, list[Loan]] = {}
    for loan in loans.overdue(today):
        by_card.setdefault(loan.row.card, []).append(loan)
    for card, late in sorted(by_card.items()):
        lines = [f"{loan.row.item} was due on {loan.due}" for loan in late]
        notifier.send(card, "\n".join(lines))
    return len(by_card)


class SlipPrinter:
    """Writes slips to a stream, for the printer behind the desk."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, card: str, text: str) -> None:
        """Print a slip with a line to cut along."""
        self._stream.write(f"To {card}\n{text}\n{'-' * 30}\n")


class Outbox:
    """Leaves mails in a folder, where the mail server collects them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, card: str, text: str) -> None:
        """Write one file for the card."""
        mail = EmailMessage()
        mail["To"] = f"{card}@patrons.example"
        mail["Subject"] = "Please bring back"
        mail.set_content(text)
        (self._folder / f"{card}.eml").write_bytes(bytes(mail))
