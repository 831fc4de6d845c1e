from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from stacks.catalog import CatalogError, label, read_catalog
from stacks.cli import main
from stacks.items import ELicense, Laptop, PrintCopy

HEADER = "form,ref,title,shelf,uses,seats,ends"


@pytest.fixture
def desk(catalog: Path, tmp_path: Path) -> list[str]:
    """Return the options that every command of a test shares."""
    return ["--catalog", str(catalog), "--loans", str(tmp_path / "loans.sqlite")]


def test_each_row_becomes_its_form(catalog: Path) -> None:
    with catalog.open(encoding="utf-8", newline="") as file:
        items = read_catalog(file)
    assert [type(item) for item in items.values()] == [PrintCopy, ELicense, Laptop]
    assert items["p-1"].title == "Momo"


def test_an_empty_catalog_is_a_catalog() -> None:
    assert read_catalog([HEADER]) == {}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("vinyl,v-1,Momo,A,,,", "line 3: 'vinyl'"),
        ("elicense,e-1,Momo,,many,1,2028-03-10", "line 3: invalid literal"),
        ("elicense,e-1,Momo,,2,1,soon", "line 3: Invalid isoformat"),
        ("print,p-1,Momo,B,,,", "line 3: p-1 again"),
    ],
)
def test_a_bad_row_is_named_by_its_line(row: str, message: str) -> None:
    with pytest.raises(CatalogError, match=message):
        read_catalog([HEADER, "print,p-1,Momo,A,,,", row])


def test_labels_differ_by_form(catalog: Path) -> None:
    with catalog.open(encoding="utf-8", newline="") as file:
        labels = [label(item) for item in read_catalog(file).values()]
    assert labels == [
        "JUGEND Ende Momo",
        "Der Zauberberg (online until 2028-03-10)",
        "n-1 Laptop 1",
    ]


def test_a_loan_lives_from_one_command_to_the_next(
    desk: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first_day = [*desk, "--today", "2028-02-01"]
    assert main([*first_day, "lend", "p-1", "c-17"]) == 0
    assert main([*first_day, "renew", "L0001"]) == 0
    assert main([*desk, "--today", "2028-03-29", "remind"]) == 0
    assert main([*desk, "--today", "2028-03-29", "return", "L0001"]) == 0
    assert main([*desk, "--today", "2028-03-29", "remind"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "<Loan L0001: p-1 out, due 2028-02-29>",
        "<Loan L0001: p-1 out, due 2028-03-28>",
        "To c-17",
        "p-1 was due on 2028-03-28",
        "-" * 30,
        "1 reminded",
        "<Loan L0001: p-1 back, due 2028-03-28>",
        "0 reminded",
    ]


def test_a_membership_is_named_on_the_command_line(
    desk: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--today", "2028-02-01", "lend", "p-1", "c-5", "--membership", "child"]
    assert main([*desk, *command]) == 0
    assert "due 2028-03-14" in capsys.readouterr().out


def test_a_refusal_is_one_line_on_standard_error(
    desk: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*desk, "renew", "L0404"]) == 1
    assert capsys.readouterr().err == "stacks: no loan L0404\n"


def test_a_missing_catalog_is_one_line_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--catalog", str(tmp_path / "none.csv"), "--loans", ":memory:"]
    assert main([*options, "return", "L0001"]) == 1
    assert "none.csv" in capsys.readouterr().err


def test_it_runs_as_a_module(desk: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "stacks", *desk, "remind"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "0 reminded\n"
