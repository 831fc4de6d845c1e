from __future__ import annotations

from pathlib import Path

import pytest
from tally.importer import FORMATS, StatementError, read_entries, read_file
from tally.money import Money

from .conftest import HEADER, ROWS

NORDBANK = FORMATS["nordbank"]


def test_a_statement_becomes_entries_in_its_order() -> None:
    entries = list(read_entries([HEADER, *ROWS.splitlines()], NORDBANK))
    assert [e.ref[-2:] for e in entries] == ["17", "18", "19", "20", "21"]
    assert entries[2].amount == Money(1200, "EUR")
    assert entries[3].amount == Money(-980, "JPY")
    assert entries[4].amount == Money(0, "EUR")


def test_an_empty_statement_with_a_header_has_no_entries() -> None:
    assert list(read_entries([HEADER], NORDBANK)) == []


def test_blank_lines_are_skipped() -> None:
    assert len(list(read_entries([HEADER, "\n", ROWS.splitlines()[0]], NORDBANK))) == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("29.02.2026;Café;-4,80;EUR;NB-1", "line 2: day is out of range"),
        ("2026-02-28;Café;-4,80;EUR;NB-1", "line 2: time data"),
        ("28.02.2026;Café;-4.80;EUR;NB-1", "line 2: not an amount with ','"),
        ("28.02.2026;Café;-4,80;DEM;NB-1", "line 2: unknown currency: 'DEM'"),
        ("28.02.2026;Café;-4,80;EUR;", "line 2: no reference"),
        ("28.02.2026;Café;-4,80;EUR; ", "line 2: no reference"),
        ("28.02.2026;Café;-4,80;EUR;NB-1;extra;cells", "line 2: more cells than columns"),
        ("28.02.2026;Café", "line 2: not an amount"),
        ("28.02.2026;Café;-4,80;EUR", "line 2: no reference"),
        ('28.02.2026;"Café;-4,80;EUR;NB-1', "line 2: unexpected end of data"),
    ],
)
def test_a_bad_row_is_named_by_line(row: str, message: str) -> None:
    with pytest.raises(StatementError, match=f"^{message}"):
        list(read_entries([HEADER, row], NORDBANK))


@pytest.mark.parametrize("lines", [[], ["Buchungstag,Empfänger\n"]])
def test_a_file_of_another_bank_is_refused_at_its_header(lines: list[str]) -> None:
    with pytest.raises(StatementError, match="no column"):
        list(read_entries(lines, NORDBANK))


def test_the_byte_order_mark_of_a_spreadsheet_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8-sig")
    assert len(read_file(path, NORDBANK)) == 5


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_text(HEADER + ROWS, encoding="latin-1")
    with pytest.raises(StatementError, match=r"latin\.csv: 'utf-8' codec"):
        read_file(path, NORDBANK)
