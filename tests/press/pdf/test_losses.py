"""What would be lost in print is an error with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from press.layout import Layout
from press.pdf.notes import keep_notes
from press.pdf.render import BookFetcher
from press.pdf.sheet import Sheet

from .conftest import make_project

if TYPE_CHECKING:
    from .conftest import Project

Make = Callable[..., "Project"]

FAULTS = {
    "index.md": "# T\n\nFine.\n\nA cat 🐈 here.\n\n```{toctree}\npictures\nothers\n```\n",
    "pictures.md": "# P\n\n![A dot](bad.svg)\n\n![](one/lookup.svg)\n\n"
    "![x](https://127.0.0.1:1/a.png)\n",
    "bad.svg": "<svg",
    "others.md": '# O\n\n```{math}\na^2\n```\n\n<a href="#gone">there</a>\n',
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory, units: Path) -> str:
    """What the press says about a book with one fault of each kind."""
    book = make_project(tmp_path_factory.mktemp("faults"), FAULTS, units).run()
    assert book.code == 1
    return book.log


def test_a_character_that_no_font_has_is_reported_at_its_line(log: str) -> None:
    assert "index.md:5: WARNING: no font of the book has '🐈'" in log
    assert "use another character" in log


def test_a_broken_picture_is_reported_at_its_line(log: str) -> None:
    assert re.search(r"pictures\.md:3: WARNING: the picture .*bad\.svg cannot be printed", log)


def test_a_picture_without_alt_text_is_reported_at_its_line(log: str) -> None:
    assert "pictures.md:5: WARNING: the picture lookup.svg has no text" in log


def test_a_picture_on_another_host_is_reported_and_never_fetched(log: str) -> None:
    assert "the picture https://127.0.0.1:1/a.png is on another host and is not printed" in log
    assert "refused" not in log


def test_a_formula_is_reported_at_its_line(log: str) -> None:
    assert "others.md:3: WARNING: a formula cannot be set in print" in log


def test_a_raw_link_into_nowhere_is_reported(log: str) -> None:
    assert "others.md: WARNING: a link leads to 'others#gone'" in log


def test_a_fault_stays_reported_while_its_page_does_not_change(project: Make) -> None:
    book = project({"index.md": "# T\n\nA cat 🐈 here.\n"})
    for _ in range(2):
        assert book.run().code == 1
        assert "no font of the book has '🐈'" in book.log
    assert book.made == []


def test_a_page_reads_no_file_but_its_pictures_and_the_theme(
    layout: Layout, tmp_path: Path
) -> None:
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "secret").write_text("x")
    fetcher = BookFetcher(str(layout.theme / "print"))
    fetcher.images = {"a.svg": str(tmp_path / "a.svg")}
    assert fetcher.fetch("image:a.svg").read() == b"<svg/>"
    assert fetcher.fetch((layout.theme / "fonts" / "BookMono-Bold.ttf").as_uri()).read(4)
    for address in ((tmp_path / "secret").as_uri(), "https://127.0.0.1:1/", "ftp://127.0.0.1:1/"):
        with pytest.raises(ValueError, match="not a file of the book"):
            fetcher.fetch(address)


# -- Footnotes ----------------------------------------------------------------


def pages_of_notes(layout: Layout, filler: int) -> list[tuple[list[str], list[str]]]:
    """Lay out paragraphs of many lines, a note in one; tell calls and notes of each page."""
    sheet = Sheet.load(layout.root, "book", "")
    text = "Words that fill a line of the page until it is full. " * 8
    paragraphs = f"<p>{text}</p>" * 5
    body = (
        f'{paragraphs}<p>Here.<span class="note" data-label="7">A note. Two.</span></p>'
        f"<div style='height:{filler}pt'></div>{paragraphs}"
    )
    fonts = FontConfiguration()
    css = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/", font_config=fonts)
    document = weasyprint.HTML(string=f"<html lang=en><body>{body}").render(
        font_config=fonts, stylesheets=[css]
    )
    found = []
    for page in document.pages:
        texts = [box for box in page._page_box.descendants() if isinstance(box, boxes.TextBox)]
        calls = [box.text for box in texts if box.element_tag.endswith("::footnote-call")]
        notes = [box.text for box in texts if box.element_tag.endswith("::footnote-marker")]
        found.append((calls, notes))
    return found


@pytest.mark.parametrize("filler", [115, 120, 125, 130])
def test_a_note_is_on_the_page_of_its_call_when_the_next_paragraph_does_not_fit(
    layout: Layout, filler: int
) -> None:
    """With 120 and 125 points WeasyPrint alone would move the note to the next page."""
    assert keep_notes()
    pages = pages_of_notes(layout, filler)
    assert [calls for calls, _ in pages] == [notes for _, notes in pages]
    assert ["7"] in [notes for _, notes in pages]


def test_a_line_at_the_end_of_the_log_says_where_the_book_is(printed: Project) -> None:
    assert "The PDF is in" in printed.log
    with pikepdf.open(printed.pdf) as opened:
        assert len(opened.pages) > 10


def test_no_path_of_this_computer_is_in_the_book(printed: Project) -> None:
    data = b"".join(
        obj.read_bytes()
        for obj in pikepdf.open(printed.pdf).objects
        if isinstance(obj, pikepdf.Stream)
    )
    assert str(Path(printed.root)).encode() not in data
    assert str(Path(printed.root)).encode() not in printed.pdf.read_bytes()
