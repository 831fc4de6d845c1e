from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tally import store
from tally.cli import main
from tally.ledger import Ledger


def test_importing_twice_adds_nothing(
    statement: Path, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", str(statement), "--ledger", str(book)]
    assert main(command) == 0
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        "5 added, 0 already known",
        "0 added, 5 already known",
    ]


def test_a_failed_import_leaves_the_ledger_untouched(
    statement: Path, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with statement.open("a", encoding="utf-8") as file:
        file.write("30.02.2026;Café Müller;-4,80;EUR;NB-0022\n")
    assert main(["import", str(statement), "--ledger", str(book)]) == 1
    assert not book.exists()
    assert "nordbank.csv: line 7: day is out of range" in capsys.readouterr().err


def test_the_report_has_a_line_for_each_month_and_currency(
    statement: Path, book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["import", str(statement), "--ledger", str(book)])
    capsys.readouterr()
    assert main(["report", "--ledger", str(book)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2024-02        0.00 EUR    1,200.00 EUR    1,200.00 EUR",
        "2026-02       -9.60 EUR        0.00 EUR       -9.60 EUR",
        "2026-03        0.00 EUR        0.00 EUR        0.00 EUR",
        "2026-03        -980 JPY           0 JPY        -980 JPY",
    ]


def test_an_empty_ledger_says_so(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--ledger", str(book)]) == 0
    assert capsys.readouterr().out == "household: no entries\n"


def test_split_prints_one_share_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["split", "100.00", "EUR", "1", "1", "1"]) == 0
    assert capsys.readouterr().out.split() == ["33.34", "EUR", "33.33", "EUR", "33.33", "EUR"]


def test_a_missing_statement_is_one_line_on_standard_error(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "nowhere.csv", "--ledger", str(book)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("tally: [Errno 2]")


def test_an_unknown_log_level_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--log-level", "loud", "report"])
    assert stopped.value.code == 2
    assert "invalid choice: 'loud'" in capsys.readouterr().err.lower()


def test_a_ledger_reads_back_as_it_was_saved(statement: Path, book: Path) -> None:
    main(["import", str(statement), "--ledger", str(book)])
    ledger = store.load(book)
    ledger[0].tag("Food")
    store.save(ledger, book)
    again = store.load(book)
    assert [repr(entry) for entry in again] == [repr(entry) for entry in ledger]
    assert again[0].tags == {"food"}
    assert again.name == "household"


def test_saving_leaves_no_partial_file(book: Path) -> None:
    store.save(Ledger("household"), book)
    assert [path.name for path in book.parent.iterdir()] == ["household.csv"]


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tally", "split", "0.05", "EUR", "1", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "0.03 EUR\n0.02 EUR\n")
