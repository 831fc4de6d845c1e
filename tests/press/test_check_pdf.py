"""The PDF check: a sound file passes, planted faults are found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from press.checks import pdf, pdf_tags
from press.checks.pdf_room import empty_pages
from press.layout import Layout

FONTS = Path(__file__).resolve().parents[2] / "theme" / "fonts"
BOOK = """<html lang="en"><head><title>Money</title><meta name="author" content="A">
<style>
@font-face { font-family: Trial; src: url("BookSerif-Regular.ttf"); }
* { font-family: Trial; font-size: 12pt; }
@page { size: 120mm 160mm; margin: 15mm; }
h1 { break-before: page; }
p a::after { content: leader(" . "); }
</style></head><body>
<p><a href="#one">The cost of a set</a>2</p>
<p><a href="#two">Freezing an entry</a>3</p>
<div><a href="#two">Freezing an entry</a>, page <a href="#two">3</a>.
See <a href="#one">1</a>.</div>
<h1 id="one">The cost of a set</h1>
<h1 id="two">Freezing an entry</h1><p><a href="https://example.org/">away</a></p>
<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
 alt="A dot">
</body></html>"""


TINY = (
    "<img alt='t' src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' "
    "height='9'%3E%3Ctext y='8' font-size='4'%3Etiny%3C/text%3E%3C/svg%3E\">"
)


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Write a PDF from HTML with page labels, and let the caller damage it."""
    folder = tmp_path_factory.mktemp("pdf")

    def build(html: str = BOOK, damage=lambda file: None) -> Path:  # type: ignore[no-untyped-def]
        plain, path = folder / "plain.pdf", folder / "book.pdf"
        HTML(string=html, base_url=f"{FONTS}/").write_pdf(plain, pdf_variant="pdf/ua-1")
        with pikepdf.open(plain) as file:
            labels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.D)])
            file.Root.PageLabels = labels
            damage(file)
            file.save(path)
        return path

    return build


def said(path: Path) -> list[str]:
    return [finding.what for finding in pdf.check_pdf(path)]


def test_a_sound_file_has_no_finding_and_its_page_numbers_were_really_compared(write) -> None:  # type: ignore[no-untyped-def]
    path = write()
    assert said(path) == []
    document = pdf.Document(path, "book.pdf")
    found = [(one.said, one.target + 1, one.title.strip()) for one in pdf.said_numbers(document)]
    assert found == [("2", 2, "The cost of a set"), ("3", 3, "Freezing an entry"), ("3", 3, "")]
    document.close()


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("</a>2</p>", "</a>7</p>", "page 1: says page 7 for what is on page 2"),
        ('<a href="#two">3</a>', '<a href="#two">9</a>', "says page 9 for what is on page 3"),
        ('id="one">The cost', 'id="one">A price', "'The cost of a set' is not on page 2, where"),
        ("https://example.org/", "book:core/gone", "a link to 'book:core/gone' leads nowhere"),
        ("<title>Money</title>", "", "has no title"),
        ('<meta name="author" content="A">', "", "has no author"),
        ("margin: 15mm;", "margin: 15mm; @top-left { content: 'x' }", "contents are in no element"),
        ("</body>", "<h2>Last</h2><p style='break-before: page'>x</p></body>", "the last line of"),
        ("</body>", f"{TINY}</body>", "letters in a picture are 3.0 points high"),
        ("</body>", "<h3>Deep</h3><p>x</p></body>", "a heading of level 3 follows one of level 1"),
        ("<img", "<p style='margin-left: -60mm'>x</p><img", "text begin outside the page"),
    ],
)
def test_a_fault_in_the_text_is_found(write, old: str, new: str, finding: str) -> None:  # type: ignore[no-untyped-def]
    assert old in BOOK
    found = said(write(BOOK.replace(old, new)))
    assert any(finding in one for one in found), found


def lose_names(file: pikepdf.Pdf) -> None:
    del file.Root.Names


def lose_page(file: pikepdf.Pdf) -> None:
    del file.pages[2]


def lose_outline(file: pikepdf.Pdf) -> None:
    del file.Root.Outlines


def lose_labels(file: pikepdf.Pdf) -> None:
    del file.Root.PageLabels


def lose_language(file: pikepdf.Pdf) -> None:
    del file.Root.Lang


def lose_font(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


def lose_alt(file: pikepdf.Pdf) -> None:
    for element in list(pdf._elements(file.Root.StructTreeRoot)):
        if element.S == "/Figure":
            del element.Alt


def lose_tree(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot


def elements(file: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [one for one in pdf._elements(file.Root.StructTreeRoot) if kind == one.S]


def lose_identity(file: pikepdf.Pdf) -> None:
    with file.open_metadata() as meta:
        del meta["pdfuaid:part"]


def lose_letters(file: pikepdf.Pdf) -> None:
    for font in file.pages[0].resources.Font.values():
        del font.ToUnicode


def lose_order(file: pikepdf.Pdf) -> None:
    del file.pages[0].obj.Tabs


def lose_link(file: pikepdf.Pdf) -> None:
    file.pages[0].Annots[0].StructParent = 999


def claim_more(file: pikepdf.Pdf) -> None:
    elements(file, "/H1")[0].K.append(99)


def swap_parents(file: pikepdf.Pdf) -> None:
    marks = file.Root.StructTreeRoot.ParentTree.Nums[1]
    marks[0], marks[1] = marks[1], marks[0]


def stray_item(file: pikepdf.Pdf) -> None:
    elements(file, "/P")[0].S = pikepdf.Name.LI


def own_tag(file: pikepdf.Pdf) -> None:
    elements(file, "/P")[0].S = pikepdf.Name.Paragraph


def other_parent(file: pikepdf.Pdf) -> None:
    elements(file, "/P")[0].P = elements(file, "/H1")[0]


def bare_note(file: pikepdf.Pdf) -> None:
    elements(file, "/P")[0].S = pikepdf.Name.Note


def paint_bare(file: pikepdf.Pdf) -> None:
    file.pages[1].contents_add(b"0 0 9 9 re f\n")


def use_mark_twice(file: pikepdf.Pdf) -> None:
    file.pages[1].contents_add(b"/P <</MCID 0>> BDC EMC\n")


def mix_artifact(file: pikepdf.Pdf) -> None:
    file.pages[1].contents_add(b"/Artifact BMC /P <</MCID 7>> BDC EMC EMC\n")


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (lose_identity, "does not say that it is PDF/UA-1"),
        (lose_letters, "cannot be read out"),
        (lose_order, "does not say that the tab key follows the structure"),
        (lose_link, "page 1: a link is not in the structure tree"),
        (claim_more, "1 elements claim content that is not on the page"),
        (swap_parents, "the parent tree is wrong about 2 marked contents"),
        (stray_item, "/LI stands in /Document"),
        (own_tag, "the tag /Paragraph is not of the standard"),
        (other_parent, "an element names another parent"),
        (bare_note, "1 notes have no name"),
        (paint_bare, "page 2: paints 1 times (f) outside marked content"),
        (use_mark_twice, "uses one mark for two contents"),
        (mix_artifact, "1 artifacts and tagged contents stand in one another"),
        (lose_names, "there is no place called"),
        (lose_page, "its page is not in the file"),
        (lose_outline, "has no outline"),
        (lose_labels, "has no page labels"),
        (lose_language, "names no language"),
        (lose_font, "is not embedded"),
        (lose_alt, "figures have no alternative text"),
        (lose_tree, "says it is tagged and has no structure tree"),
    ],
)
def test_a_fault_in_the_structure_is_found(write, damage, finding: str) -> None:  # type: ignore[no-untyped-def]
    found = said(write(damage=damage))
    assert any(finding in one for one in found), found


def test_the_second_opinion_is_asked(write) -> None:  # type: ignore[no-untyped-def]
    assert pdf_tags.second_opinion(write()) == []
    (found,) = pdf_tags.second_opinion(write(damage=lose_alt))
    assert found.startswith("UA-13-004")


def test_a_file_that_is_cut_off_and_one_that_is_missing_are_findings(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(write().read_bytes()[:200])
    assert pdf.check_pdf(cut)
    (missing,) = pdf.run(Layout(tmp_path))
    assert "type make pdf" in str(missing.findings[0])


LINE = "<p>A line of text</p>"
PAGE = "<h1 id='one'>Sums</h1>{before}<div style='break-inside: avoid'>{box}</div>{after}"


def tag_notes(file: pikepdf.Pdf) -> None:
    """Tag footnotes as the press does."""
    for element in elements(file, "/NonStruct"):
        if element.P.S == "/Document":
            element.S = pikepdf.Name.Note


def room(write, body: str) -> list[str]:  # type: ignore[no-untyped-def]
    """Return what is said of the pages of a book with ``body`` between two full chapters."""
    full = f"<h1>Full</h1>{LINE * 60}"
    head = BOOK.partition("<p>")[0]
    path = write(f"{head}{full}{body}{full}</body></html>", tag_notes)
    document = pdf.Document(path, "book.pdf")
    found = [finding.what for finding in empty_pages(document)]
    document.close()
    return found


def test_a_page_inside_a_chapter_that_is_more_than_half_empty_is_found(write) -> None:  # type: ignore[no-untyped-def]
    few, long = LINE * 3, "<p>What stays whole</p>" + LINE * 11
    (found,) = room(write, PAGE.format(before=few, box=long, after=LINE))
    assert re.fullmatch(
        r"page \d: \d\d% of the page are empty, since “What stays whole” did not fit, under “Sums”",
        found,
    )
    (found,) = room(write, PAGE.format(before=few, box=f"{TINY}<p>x</p>" + LINE * 11, after=LINE))
    assert ", since a figure did not fit, " in found


@pytest.mark.parametrize(
    "body",
    [
        PAGE.format(before=LINE * 8, box=LINE * 12, after=LINE),
        PAGE.format(before=LINE * 11, box=LINE * 12, after=LINE),
        "<h1>Sums</h1><p>The last page of a chapter</p>",
        "<h1>Sums</h1><p>x</p><h1>More</h1><p>y</p>",
    ],
    ids=["less", "after-a-full-page", "the-last-page", "two-chapters"],
)
def test_a_page_that_is_not_too_empty_or_the_last_of_its_chapter_is_well(write, body: str) -> None:  # type: ignore[no-untyped-def]
    assert room(write, body) == []


def test_notes_at_the_foot_of_a_page_do_not_fill_it(write) -> None:  # type: ignore[no-untyped-def]
    note = "<p>x<span style='float: footnote'>A note</span></p>"
    body = PAGE.format(before=LINE * 3 + note, box=LINE * 11, after=LINE)
    (found,) = room(write, body)
    assert "since “A line of text” did not fit" in found


def test_a_page_that_is_too_empty_is_found_at_its_source(write: Any, tmp_path: Path) -> None:
    def name(file: pikepdf.Pdf) -> None:
        with file.open_outline() as outline:
            heading: Any = outline.root[1].obj
        tree = pikepdf.NameTree.new(file)
        tree["core/sums%23one"] = heading.Dest
        file.Root.Names = pikepdf.Dictionary(Dests=tree.obj)

    (tmp_path / "book/core").mkdir(parents=True)
    (tmp_path / "book/core/sums.md").write_text("---\nx: 1\n---\n\n# `Sums`\n")
    head = BOOK.partition("<p>")[0]
    body = PAGE.format(before=LINE, box=LINE * 12, after=LINE)
    path = write(f"{head}<h1>Full</h1>{LINE * 60}{body}</body></html>", name)
    document = pdf.Document(path, "book.pdf")
    (found,) = empty_pages(document, Layout(tmp_path))
    document.close()
    assert (found.path, found.line) == ("book/core/sums.md", 5)
    assert re.match(r"page \d: ", found.what)


@pytest.mark.parametrize(
    ("words", "folio"), [("423", "423"), ("page xii", "xii"), ("p. 7", "7"), ("04", None)]
)
def test_the_end_of_a_link_to_a_module_is_no_page_number(words: str, folio: str | None) -> None:
    found = pdf._FOLIO.fullmatch(words)
    assert (found["folio"] if found else None) == folio
