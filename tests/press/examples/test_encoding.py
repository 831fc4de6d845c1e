"""A page in another encoding is one fault, not a traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from press.examples.book import book_of


def test_a_page_that_is_not_utf8_is_a_fault_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    page = tmp_path / "book/page.md"
    page.write_bytes("# Café\n\nText\n".encode() + "Müller\n".encode("latin-1"))
    read = book_of(tmp_path)
    assert [(f.line, f.what, f.mend) for f in read.page(page).faults] == [
        (4, "this is not UTF-8", "save the page as UTF-8")
    ]
    assert read.find("anything") is None


def test_a_replacement_character_in_a_good_page_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    page = tmp_path / "book/page.md"
    page.write_text("# What \N{REPLACEMENT CHARACTER} means\n", encoding="utf-8")
    assert book_of(tmp_path).page(page).faults == []


def test_a_build_names_each_page_that_it_cannot_read(project: Any) -> None:
    for name in ("page1", "page2"):
        project.write(f"book/{name}.md", "").write_bytes(b"# Caf\xe9\n")
    done = project.build()
    assert done.code == 2
    assert "Traceback" not in done.text
    for name in ("page1", "page2"):
        assert f"book/{name}.md:1: ERROR: this is not UTF-8; save the page as UTF-8" in done.text
