"""Statements as the bank sends them."""

from __future__ import annotations

from pathlib import Path

import pytest

HEADER = "Buchungstag;Empfänger;Betrag;Währung;Referenz\n"
ROWS = (
    "28.02.2026;Café Müller;-4,80;EUR;NB-0017\n"
    "28.02.2026;Café Müller;-4,80;EUR;NB-0018\n"
    "29.02.2024;Zug & Söhne GmbH;1.200,00;EUR;NB-0019\n"
    "01.03.2026;Konbini 7;-980;JPY;NB-0020\n"
    "02.03.2026;Card check;0,00;EUR;NB-0021\n"
)


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    """A Nordbank file: two equal coffees, a leap day, yen, a zero."""
    path = tmp_path / "nordbank.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Where the ledger is kept; nothing is there yet."""
    return tmp_path / "household.csv"
