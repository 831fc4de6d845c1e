from datetime import date
from pathlib import Path

import pytest
from statements import read_statement
from tally.importer import StatementError
from tally.ledger import Ledger
from tally.money import Money

STATEMENT = """\
{"account": "DE02 1203 0000 0000 2020 51", "bookings": [
  {"id": "SB-1", "date": "2026-02-28", "payee": "Café Müller",
   "units": -480, "currency": "EUR"},
  {"id": "SB-2", "date": "2026-03-01", "payee": "Takoyaki Ōsaka",
   "units": -980, "currency": "JPY"}
]}
"""


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "march.json"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def test_each_booking_becomes_an_entry(statement: Path) -> None:
    coffee, lunch = read_statement(statement)
    assert coffee.ref == "SB-1"
    assert coffee.day == date(2026, 2, 28)
    assert coffee.payee == "Café Müller"
    assert coffee.amount == Money("-4.80", "EUR")
    assert lunch.amount.currency == "JPY"


def test_importing_twice_adds_nothing(statement: Path) -> None:
    ledger = Ledger("household")
    for entry in read_statement(statement) + read_statement(statement):
        ledger.post(entry)
    assert len(ledger) == 2


def test_the_first_bank_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "march.csv"
    path.write_text(
        "Buchungstag;Empfänger;Betrag;Währung;Referenz\n"
        "28.02.2026;Café Müller;-4,80;EUR;NB-0001\n",
        encoding="utf-8",
    )
    assert [entry.ref for entry in read_statement(path)] == ["NB-0001"]


def test_a_suffix_nobody_reads_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match=r"\.pdf"):
        read_statement(tmp_path / "march.pdf")


def test_an_error_names_the_file_and_the_booking(statement: Path) -> None:
    text = STATEMENT.replace("2026-03-01", "2026-02-30")
    statement.write_text(text, encoding="utf-8")
    with pytest.raises(StatementError, match=r"march\.json: booking 2: "):
        read_statement(statement)
