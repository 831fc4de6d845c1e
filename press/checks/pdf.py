"""PDF: sound structure, links that land, page numbers that are true, fonts, facts and tags."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from press.checks.outcome import Outcome, missing_edition, relative
from press.checks.pdf_content import PageContent, Tree, read_page
from press.checks.pdf_pages import page_faults
from press.checks.pdf_room import empty_pages
from press.checks.pdf_tags import second_opinion, tag_faults
from press.finding import Finding
from press.layout import Layout

_REBUILD = "mend the merge and build again: make pdf"
# No page is 04: that is the end of a link to "Core 04" which goes on in the next line.
_FOLIO = re.compile(r"(?:p(?:age|\.)\s*)?(?P<folio>[1-9]\d*|[ivxlcdm]+)", re.IGNORECASE)
_LEADER = re.compile(r"(?:\s?\.){3,}\s*(?P<folio>\S*)$")
_DEEPEST = 40


class Document:
    """A PDF opened twice: its objects by pikepdf, its text by PDFium."""

    def __init__(self, path: Path, name: str) -> None:
        self.pdf = pikepdf.open(path)
        self.text = pypdfium2.PdfDocument(path)
        self.name = name
        self.indexes = {page.obj.objgen: page.index for page in self.pdf.pages}
        self.labels = [page.label for page in self.pdf.pages]
        self._letters: dict[int, str] = {}
        self.names = dict(_names(self.pdf.Root))

    @cached_property
    def tree(self) -> Tree | None:
        """Its structure tree, None where it has none."""
        return Tree(self.pdf) if "/StructTreeRoot" in self.pdf.Root else None

    @cached_property
    def contents(self) -> list[PageContent]:
        """What each page paints."""
        return [read_page(page) for page in self.pdf.pages]

    def close(self) -> None:
        """Close the file."""
        self.text.close()
        self.pdf.close()

    def finding(self, what: str, mend: str = _REBUILD, page: int | None = None) -> Finding:
        """Return a finding; a page is called by the number that is printed on it."""
        where = f"page {self.labels[page]}: " if page is not None else ""
        return Finding(self.name, 0, where + what, mend, "pdf")

    def letters(self, index: int) -> str:
        """Return the letters of a page without spaces, so that line breaks do not matter."""
        if index not in self._letters:
            text = self.text[index].get_textpage().get_text_range()
            self._letters[index] = _letters(text)
        return self._letters[index]

    def target(self, link: Any) -> int | None:
        """Return the index of the page that a link or an outline entry leads to.

        :raises LookupError: it leads nowhere.
        """
        if link.get("/A", {}).get("/S") in {"/URI", "/GoToR"}:
            return None
        destination = _destination(link)
        if isinstance(destination, pikepdf.String | pikepdf.Name | str):
            key = str(destination)
            if key not in self.names:
                raise LookupError(f"there is no place called {key!r}")
            destination = self.names[key]
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, pikepdf.Array) or len(destination) == 0:
            raise LookupError("it has no destination")
        page = destination[0]
        if not isinstance(page, pikepdf.Dictionary) or page.objgen not in self.indexes:
            raise LookupError("its page is not in the file")
        return self.indexes[page.objgen]


def _destination(link: Any) -> Any:
    return link.get("/Dest", link.get("/A", {}).get("/D"))


def _names(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield all named destinations, of the name tree and of the old dictionary."""
    if "/Dests" in root:
        yield from ((str(key), value) for key, value in root.Dests.items())
    if "/Names" in root and "/Dests" in root.Names:
        tree = pikepdf.NameTree(root.Names.Dests)
        yield from ((str(key), value) for key, value in tree.items())


def check_pdf(path: Path, name: str = "") -> list[Finding]:
    """Check one PDF."""
    outcomes = _outcomes(path, name or path.name)
    return [finding for outcome in outcomes for finding in outcome.findings]


def _outcomes(path: Path, name: str, layout: Layout | None = None) -> Iterator[Outcome]:
    """Yield what is wrong with a PDF, then which of its pages are too empty."""
    try:
        document = Document(path, name)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as error:
        mend = "build it again: make pdf"
        yield Outcome("PDF", name, [Finding(name, 0, f"does not open ({error})", mend, "pdf")])
        return
    try:
        found = [document.finding(problem) for problem in document.pdf.check_pdf_syntax()]
        found += [*_facts(document), *_outline(document), *_links(document), *_numbers(document)]
        found += [*_fonts(document), *_tags(document), *_pages(document)]
        yield Outcome("PDF", name, list(dict.fromkeys(found)))
        yield Outcome("PDF pages", name, list(empty_pages(document, layout)))
    finally:
        document.close()


def _facts(document: Document) -> Iterator[Finding]:
    pdf = document.pdf
    for key, what in (("/Title", "title"), ("/Author", "author")):
        if not str(pdf.docinfo.get(key, "")).strip():
            yield document.finding(f"has no {what}", f"write {key} into the metadata")
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield document.finding("names no language", "write /Lang into the catalog")
    if "/PageLabels" not in pdf.Root:
        yield document.finding("has no page labels", "write /PageLabels into the catalog")


def _outline(document: Document) -> Iterator[Finding]:
    count = 0
    with document.pdf.open_outline() as outline:
        waiting = list(outline.root)
    while waiting:
        entry = waiting.pop(0)
        count += 1
        waiting[:0] = entry.children
        try:
            document.target(entry.obj)
        except LookupError as error:
            yield document.finding(f"outline entry {entry.title!r} leads nowhere: {error}")
    if count == 0:
        yield document.finding("has no outline", "add the headings as bookmarks")


def links(document: Document, index: int) -> Iterator[Any]:
    """Yield the link annotations of a page."""
    for annotation in document.pdf.pages[index].obj.get("/Annots", ()):
        if annotation.get("/Subtype") == "/Link":
            yield annotation


def _links(document: Document) -> Iterator[Finding]:
    for index in range(len(document.labels)):
        for link in links(document, index):
            uri = str(link.get("/A", {}).get("/URI", ""))
            if uri and not re.match(r"(https?|mailto):", uri):
                what = f"a link to {uri!r} leads nowhere"
                yield document.finding(what, "resolve it in the merge", index)
            try:
                document.target(link)
            except LookupError as error:
                yield document.finding(f"a link leads nowhere: {error}", page=index)


@dataclass(frozen=True)
class SaidNumber:
    """A page number that stands beside a link, on a page, and the page the link leads to."""

    index: int
    said: str
    target: int
    title: str = ""


def _said_numbers(
    document: Document, index: int, inner: list[tuple[Any, int]]
) -> Iterator[SaidNumber]:
    """Yield the page numbers that stand beside the links of a page.

    A number is a page number when it stands behind a leader, or when it is a link of its own
    after one with words and the same destination. The mark of a footnote is neither.
    """
    page = document.text[index]
    text = page.get_textpage()
    before = ""
    for link, target in inner:
        left, bottom, right, top = (float(value) for value in link.Rect)
        inside = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        place = repr(_destination(link))
        folio = _FOLIO.fullmatch(inside)
        leader = _LEADER.search(inside)
        if folio and place == before:
            yield SaidNumber(index, folio["folio"], target)
        elif leader and place != before:  # a link may come in several boxes
            middle = (bottom + top) / 2
            behind = text.get_text_bounded(right - 1, middle - 1, page.get_width(), middle + 1)
            said = leader["folio"] or behind.strip().strip(". ") or "nowhere"
            yield SaidNumber(index, said, target, inside[: leader.start()])
        before = "" if folio else place


def said_numbers(document: Document) -> list[SaidNumber]:
    """Return every page number that stands beside a link, each once."""
    found: dict[SaidNumber, None] = {}
    for index in range(len(document.labels)):
        inner = []
        for link in links(document, index):
            with contextlib.suppress(LookupError):
                target = document.target(link)
                if target is not None:
                    inner.append((link, target))
        found.update(dict.fromkeys(_said_numbers(document, index, inner) if inner else ()))
    return list(found)


def _numbers(document: Document) -> Iterator[Finding]:
    """Compare what is said with the page labels, and look for the title on its page."""
    for number in said_numbers(document):
        label = document.labels[number.target]
        if number.said.lower() != label.lower():
            what = f"says page {number.said} for what is on page {label}"
            yield document.finding(what, page=number.index)
        title = _letters(number.title)
        if title and title not in document.letters(number.target):
            what = f"{number.title.strip()!r} is not on page {label}, where its entry leads"
            mend = "put the destination inside the heading"
            yield document.finding(what, mend, number.index)


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalpha())


def _fonts(document: Document) -> Iterator[Finding]:
    seen: set[tuple[int, int]] = set()
    for page in document.pdf.pages:
        for font in _fonts_in(page.obj.get("/Resources", {}), 0):
            if font.objgen in seen or font.get("/Subtype") == "/Type3":
                continue
            seen.add(font.objgen)
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {})
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                what = f"the font {font.get('/BaseFont', '')} is not embedded"
                yield document.finding(what, "ship the font and name it in the style sheet")


def _fonts_in(resources: Any, depth: int) -> Iterator[Any]:
    yield from (font for _, font in resources.get("/Font", {}).items())
    for _, inner in resources.get("/XObject", {}).items():
        if inner.get("/Subtype") == "/Form" and depth < _DEEPEST:
            yield from _fonts_in(inner.get("/Resources", {}), depth + 1)


def _tags(document: Document) -> Iterator[Finding]:
    """Check tags where the file claims to have them."""
    root: Any = document.pdf.Root
    marked = bool(root.get("/MarkInfo", {}).get("/Marked", False))
    if not marked:
        return
    if "/StructTreeRoot" not in root:
        yield document.finding("says it is tagged and has no structure tree")
        return
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield document.finding("shows its file name as title", "set DisplayDocTitle")
    bare = sum(1 for element in _elements(root.StructTreeRoot) if _lacks_alt(element))
    if bare:
        what = f"{bare} figures have no alternative text"
        yield document.finding(what, "give the pictures an alt")


def _pages(document: Document) -> Iterator[Finding]:
    """Read every page once: do its contents and its tags agree, and does it look as it should?"""
    if document.tree is None:
        return
    for faults in (tag_faults, page_faults):
        for what, mend, index in faults(document.pdf, document.tree, document.contents):
            yield document.finding(what, mend, index)


def _elements(root: Any) -> Iterator[Any]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                waiting.append(kid)


def _lacks_alt(element: Any) -> bool:
    if element.S != "/Figure":
        return False
    return not (str(element.get("/Alt", "")).strip() or "/ActualText" in element)


def page_texts(path: Path) -> list[str]:
    """Return the text of every page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _away(path: Path, name: str) -> Iterator[Finding]:
    """Find links into another PDF whose file or place does not exist."""
    places: dict[str, dict[str, Any]] = {}
    with pikepdf.open(path) as file:
        for page in file.pages:
            for link in page.obj.get("/Annots", ()):
                action: Any = link.get("/A", {})
                if action.get("/S") != "/GoToR":
                    continue
                other = path.parent / str(action.F)
                if str(other) not in places:
                    places[str(other)] = {}
                    if other.is_file():
                        with pikepdf.open(other) as opened:
                            places[str(other)] = dict(_names(opened.Root))
                if str(action.D) not in places[str(other)]:
                    what = f"page {page.label}: {action.D} is no place in {action.F}"
                    yield Finding(name, 0, what, _REBUILD, "pdf")


def run(layout: Layout) -> Iterator[Outcome]:
    """Check every PDF that is built."""
    files = sorted((layout.build / "pdf").glob("*.pdf"))
    if not files:
        yield missing_edition("PDF", layout.build / "pdf", "pdf")
    for file in files:
        name = relative(file, layout)
        yield from _outcomes(file, name, layout)
        opinion = [Finding(name, 0, what, _REBUILD, "pdfua") for what in second_opinion(file)]
        yield Outcome("PDF/UA", name, opinion)
    for file in sorted((layout.build / "pdf" / "modules").glob("*.pdf")):
        name = relative(file, layout)
        found = [*check_pdf(file, name), *_away(file, name)]
        yield Outcome("PDF", name, found)
