"""What is said of a finished edition is measured once for each time that it is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from press import report
from press.editions import EDITIONS, Job
from press.layout import Layout


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The PDFs that were opened, of a book with a module's beside it."""
    found: list[str] = []

    def measure(file: Path) -> tuple[str, int]:
        found.append(file.name)
        return f"Book: {file.stem}", len(file.read_bytes())

    monkeypatch.setattr(report, "_pdf", measure)
    for name, data in (("book.pdf", b"1234"), ("modules/one.pdf", b"12")):
        file = tmp_path / "build" / "pdf" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return found


def facts(root: Path, **manifest: Any) -> report.EditionFacts:
    files = {"book.pdf": 4, "modules/one.pdf": 2}
    job = Job(Layout(root), EDITIONS["pdf"])
    return report.edition_facts(job, {"fingerprint": "a", "files": files, "seconds": 1} | manifest)


def test_an_edition_is_measured_once(tmp_path: Path, opened: list[str]) -> None:
    first = facts(tmp_path)
    assert (first.path, first.bytes, first.pages) == ("pdf/book.pdf", 4, 4)
    assert [(part.title, part.pages) for part in first.parts] == [("one", 2)]
    assert facts(tmp_path) == first
    assert opened == ["one.pdf", "book.pdf"]
    assert facts(tmp_path, current=True).current
    assert not facts(tmp_path).current


@pytest.mark.parametrize(
    "other", [{"fingerprint": "b"}, {"seconds": 2}, {"files": {"book.pdf": 4}}]
)
def test_another_edition_is_measured_anew(
    tmp_path: Path, opened: list[str], other: dict[str, Any]
) -> None:
    facts(tmp_path)
    opened.clear()
    (tmp_path / "build/pdf/book.pdf").write_bytes(b"12345")
    assert facts(tmp_path, **other).pages == 5
    assert "book.pdf" in opened


def test_a_record_that_cannot_be_read_is_made_anew(tmp_path: Path, opened: list[str]) -> None:
    first = facts(tmp_path)
    (tmp_path / "build/.work/pdf.facts").write_bytes(b"no pickle")
    assert facts(tmp_path) == first
    assert len(opened) == 4
