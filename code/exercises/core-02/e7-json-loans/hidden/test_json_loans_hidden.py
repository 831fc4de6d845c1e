from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from json_loans import JsonLoans
from loan_repository import Loan, LoanError

KRABAT = Loan("L0002", "P-0412", "Krabat", date(2028, 2, 29))
MOMO = Loan("L0001", "P-0077", "Momo", date(2028, 3, 14))
MLOCI = Loan("L0003", "P-0412", "Válka s mloky", date(9999, 12, 31))


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """No file can grow past this many bytes: writing on is an OSError."""
    resource = pytest.importorskip(
        "resource", reason="a limit on file sizes needs Linux or macOS; on Windows, use WSL"
    )
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "loans.json"
    for loan in (KRABAT, MOMO):
        JsonLoans(path).add(loan)
    return path


CHANGES: list[Callable[[JsonLoans], None]] = [
    lambda loans: loans.add(MLOCI),
    lambda loans: loans.replace(Loan("L0001", "P-0077", "Momo" * 99, MOMO.due)),
    lambda loans: loans.remove("L0001"),
]


def test_what_one_program_kept_the_next_one_finds(path: Path) -> None:
    JsonLoans(path).add(MLOCI)
    JsonLoans(path).remove("L0001")
    loans = JsonLoans(path)
    assert loans.get("L0003") == MLOCI
    assert loans.due_before(date(2029, 1, 1)) == (KRABAT,)
    with pytest.raises(LoanError):
        loans.get("L0001")


def test_the_file_is_json_in_utf_8(path: Path) -> None:
    JsonLoans(path).add(MLOCI)
    text = path.read_bytes().decode("utf-8")
    assert "Válka s mloky" in str(json.loads(text))


@pytest.mark.parametrize("change", CHANGES, ids=["add", "replace", "remove"])
def test_a_write_that_fails_leaves_the_file_as_it_was(
    path: Path, change: Callable[[JsonLoans], None]
) -> None:
    before = path.read_bytes()
    with full_disk(after=20), pytest.raises(OSError, match="File too large"):
        change(JsonLoans(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize("change", CHANGES, ids=["add", "replace", "remove"])
def test_what_was_not_written_is_not_remembered(
    path: Path, change: Callable[[JsonLoans], None]
) -> None:
    loans = JsonLoans(path)
    with full_disk(after=20), pytest.raises(OSError, match="File too large"):
        change(loans)
    assert loans.due_before(date.max) == (KRABAT, MOMO)
    loans.add(MLOCI)
    assert JsonLoans(path).get("L0003") == MLOCI
