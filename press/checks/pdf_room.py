"""Pages that end long before their foot because what follows them did not fit.

A chapter may end anywhere, and so may what stands before it. Inside a chapter a page more than half
empty looks like a mistake. It says which heading it stands under, and with what the next page
begins: that is what left the room.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pikepdf

from press.checks.outcome import relative
from press.checks.pdf_content import PageContent, Shown, Tree
from press.finding import Finding
from press.layout import Layout

if TYPE_CHECKING:
    from press.checks.pdf import Document

MOST = 0.5  # of the height of the text: more than this may not be empty
_NOTE = frozenset({"/Note"})
_TITLE = frozenset({"/H1"})
_FIGURE = frozenset({"/Figure"})
_WORDS = 40
_MEND = "let it break (theme/print), or let the text go on before it: no colon before a figure"


@dataclass(frozen=True)
class Extent:
    """What is on a page: the unit it belongs to, its highest and its lowest text, its notes' top.

    ``opens`` tells that the page begins with the title of a chapter, ``figure`` that with a figure.
    """

    unit: Any
    first: Shown
    low: float
    notes: float | None
    opens: bool
    figure: bool


def empty_pages(document: Document, layout: Layout | None = None) -> Iterator[Finding]:
    """Yield the pages inside a chapter that are too empty; at their source if that is known."""
    tree = document.tree
    if tree is None:
        return
    extents = [
        _extent(tree, tree.marks.get(page.obj.objgen, {}), content)
        for page, content in zip(document.pdf.pages, document.contents, strict=True)
    ]
    # The cover is no page of text, and its height is not that of the text.
    text = [extent for extent in extents[1:] if extent is not None]
    if not text:
        return
    foot = min(extent.low for extent in text)
    height = max(extent.first.y + extent.first.size for extent in text) - foot
    headings = _headings(document)
    for index, (page, following) in enumerate(pairwise(extents)):
        if page is None or following is None or following.opens or page.unit != following.unit:
            continue
        room = (page.low - (foot if page.notes is None else page.notes)) / height
        if room <= MOST:
            continue
        heading, place = _above(headings, index, page.low)
        began = "a figure" if following.figure else f"“{_words(document, index + 1, following)}”"
        what = f"{room:.0%} of the page are empty, since {began} did not fit"
        what += f", under “{heading}”" if heading else ""
        finding = document.finding(what, _MEND, index)
        yield _at_source(finding, heading, place, layout)


def _extent(
    tree: Tree, marks: Mapping[int, tuple[int, int]], content: PageContent
) -> Extent | None:
    """Return what is on a page, None where nothing is."""
    text: list[Shown] = []
    notes: list[Shown] = []
    for shown in content.shown:
        key = marks.get(shown.mark)
        if key is not None:
            (notes if tree.inside(key, _NOTE) else text).append(shown)
    if not text:
        return None
    first = max(text, key=lambda shown: shown.y)
    key = marks[first.mark]
    return Extent(
        unit=_unit(tree, key),
        first=first,
        low=min(shown.y for shown in text),
        notes=max((shown.y + shown.size for shown in notes), default=None),
        opens=bool(tree.inside(key, _TITLE)),
        figure=bool(tree.inside(key, _FIGURE)),
    )


def _unit(tree: Tree, key: tuple[int, int]) -> Any:
    """Return the key of the part that an element stands in: one of each document of the book."""
    while key in tree.elements:
        if tree.elements[key].kind == "/Part":
            return key
        key = tree.elements[key].above
    return None


def _words(document: Document, index: int, extent: Extent) -> str:
    """Return the first words of a page."""
    page = document.text[index]
    low, high = extent.first.y - 2, extent.first.y + extent.first.size
    words = page.get_textpage().get_text_bounded(0, low, page.get_width(), high)
    return " ".join(words.split())[:_WORDS]


def _headings(document: Document) -> list[tuple[int, float, str, str]]:
    """Return the entries of the outline: page, distance from its top, words, name."""
    names: dict[Any, str] = {}
    for name, place in document.names.items():
        names.setdefault(_spot(place), unquote(name))
    found = []
    with document.pdf.open_outline() as outline:
        waiting = list(outline.root)
    while waiting:
        entry = waiting.pop()
        waiting += entry.children
        target: Any = entry.obj
        spot = _spot(target.get("/Dest"))
        if spot is not None and spot[0] in document.indexes:
            title = str(entry.title)
            found.append((document.indexes[spot[0]], -spot[2], title, names.get(spot, "")))
    return sorted(found)


def _spot(place: Any) -> tuple[tuple[int, int], float, float] | None:
    """Return the page and the corner that a destination names."""
    place = place["/D"] if isinstance(place, pikepdf.Dictionary) and "/D" in place else place
    if not isinstance(place, pikepdf.Array) or len(place) < 4 or place[2] is None:
        return None
    page: Any = place[0]
    return page.objgen, float(str(place[2])), float(str(place[3]))


def _above(headings: list[tuple[int, float, str, str]], index: int, low: float) -> tuple[str, str]:
    at = bisect_right(headings, (index, -low, "", ""))
    return (headings[at - 1][2], headings[at - 1][3]) if at else ("", "")


def _at_source(finding: Finding, heading: str, place: str, layout: Layout | None) -> Finding:
    """Return the finding at the line of its heading."""
    if layout is None or not place:
        return finding
    source = layout.book / f"{place.partition('#')[0]}.md"
    if not source.is_file():
        return finding
    path = relative(source, layout)
    return Finding(path, _line(source, heading), finding.what, finding.mend, finding.rule)


def _line(source: Path, heading: str) -> int:
    wanted = _letters(heading)
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        own = _letters(line)
        if own and (line.startswith("#") or ":title:" in line) and wanted.endswith(own):
            return number
    return 0


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text.lower())
