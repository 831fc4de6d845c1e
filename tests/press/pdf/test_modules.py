"""A file for each module: its own front, the numbers of the whole book, links into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest

from press.checks import pdf as check
from press.checks.pdf_tags import second_opinion

if TYPE_CHECKING:
    from .conftest import Project

Make = Callable[..., "Project"]


@pytest.fixture(scope="module")
def one(printed: Project) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed.root / "out" / "modules" / "one.pdf") as opened:
        yield opened


def words(path: Any) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def links(file: pikepdf.Pdf) -> Iterator[Any]:
    for page in file.pages:
        yield from page.obj.get("/Annots", ())


def test_there_is_a_file_for_each_module_and_none_for_other_pages(printed: Project) -> None:
    files = sorted(path.name for path in (printed.root / "out" / "modules").glob("*.pdf"))
    assert files == ["one.pdf", "two.pdf"]


def test_it_passes_every_check_of_a_whole_book(printed: Project) -> None:
    for name in ("one", "two"):
        path = printed.root / "out" / "modules" / f"{name}.pdf"
        assert check.check_pdf(path) == []
        assert list(check._away(path, name)) == []
        assert second_opinion(path) == []


def test_its_pages_have_the_numbers_of_the_whole_book(
    printed: Project, one: pikepdf.Pdf, pdf: pikepdf.Pdf, text: pypdfium2.PdfDocument
) -> None:
    said = words(printed.root / "out" / "modules" / "one.pdf")
    labels = [page.label for page in one.pages]
    assert labels[:2] == ["i", "ii"]
    whole = {page.label: number for number, page in enumerate(pdf.pages)}
    for number, label in enumerate(labels[2:], 2):
        there = " ".join(text[whole[label]].get_textpage().get_text_range().split())
        assert said[number] == there, label
        assert number % 2 == whole[label] % 2  # left stays left


def test_its_front_says_what_it_is_and_its_contents_are_its_own(printed: Project) -> None:
    title, contents, *_ = words(printed.root / "out" / "modules" / "two.pdf")
    assert title.startswith("A Small Book The second module")
    assert "Copies" in contents
    assert "Lookup" not in contents


def test_its_title_names_the_book_and_the_module(one: pikepdf.Pdf) -> None:
    assert str(one.docinfo.Title) == "A Small Book: The first module"


def test_a_reference_to_another_module_leads_to_its_place_in_the_whole_book(
    printed: Project, pdf: pikepdf.Pdf
) -> None:
    known = {str(name) for name in pikepdf.NameTree(pdf.Root.Names.Dests)}
    with pikepdf.open(printed.root / "out" / "modules" / "two.pdf") as two:
        away = [link.A for link in links(two) if link.get("/A", {}).get("/S") == "/GoToR"]
    assert {str(one.F) for one in away} == {"../small.pdf"}
    assert {str(one.D) for one in away} == {"one/lookup#fig-lookup", "one/lookup#deep"}
    assert {str(one.D) for one in away} <= known


def test_a_place_that_the_whole_book_lacks_is_found(printed: Project, tmp_path: Any) -> None:
    copy = tmp_path / "modules" / "two.pdf"
    copy.parent.mkdir()
    copy.write_bytes((printed.root / "out" / "modules" / "two.pdf").read_bytes())
    found = [str(one) for one in check._away(copy, "two.pdf")]
    assert any("one/lookup#deep is no place in ../small.pdf" in one for one in found)


def test_a_change_in_one_module_leaves_the_files_of_others_alone(project: Make) -> None:
    made = project().run()
    assert made.code == 0, made.log
    folder = made.root / "out" / "modules"
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    made.change("two/copies.md", "As in", "Just as in")
    assert made.run().code == 0, made.log
    after = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
    assert {name for name in after if after[name] != before[name]} == {"two.pdf"}


def test_the_file_of_a_module_that_is_gone_goes_too(project: Make) -> None:
    made = project().run()
    left = made.root / "out" / "modules" / "zero.pdf"
    left.write_bytes(b"%PDF-1.7")
    made.change("last.md", "The last", "Truly the last")
    assert made.run().code == 0, made.log
    assert not left.exists()
