from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from stacks.contracts import TODAY, loan_of, returned
from stacks.loan import Loan
from stacks.notices import Outbox, SlipPrinter, remind
from stacks.repository import MemoryLoans


class Recorder:
    """Inherits nothing: it has a method `send`, and that is enough."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, card: str, text: str) -> None:
        self.sent.append((card, text))


LATE = [("p-1", "c-9"), ("p-2", "c-17"), ("p-3", "c-9"), ("p-6", "c-2")]


def late() -> MemoryLoans:
    loans = MemoryLoans()
    for n, (item, card) in enumerate(LATE):
        loans.add(loan_of(item, f"L{n:04}", card))
    loans.add(returned(loan_of("p-4", "L0009", "c-5")))
    return loans


def test_each_late_card_gets_one_notice() -> None:
    recorder = Recorder()
    assert remind(late(), recorder, TODAY) == 3
    assert recorder.sent == [
        ("c-17", "p-2 was due on 2028-02-28"),
        ("c-2", "p-6 was due on 2028-02-28"),
        ("c-9", "p-1 was due on 2028-02-28\np-3 was due on 2028-02-28"),
    ]


def test_nobody_is_reminded_on_the_due_day() -> None:
    recorder = Recorder()
    assert remind(late(), recorder, date(2028, 2, 28)) == 0
    assert recorder.sent == []


def test_anything_that_knows_what_is_overdue_will_do() -> None:
    class Shelf:
        def overdue(self, today: date) -> Iterable[Loan]:
            return (loan_of(item) for item in ("p-7", "p-8"))

    assert remind(Shelf(), Recorder(), TODAY) == 1


def test_slips_go_to_the_stream() -> None:
    stream = io.StringIO()
    SlipPrinter(stream).send("c-9", "p-1 was due")
    assert stream.getvalue().splitlines()[:2] == ["To c-9", "p-1 was due"]


def test_mails_wait_in_the_folder(tmp_path: Path) -> None:
    Outbox(tmp_path).send("c-9", "Momo fehlt: bitte zurück")
    raw = (tmp_path / "c-9.eml").read_bytes()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["To"] == "c-9@patrons.example"
    assert "zurück" in mail.get_content()


def test_a_notifier_that_fails_stops_the_round(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="c-17"):
        remind(late(), Outbox(tmp_path / "gone"), TODAY)
