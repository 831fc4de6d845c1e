"""How pages look, as far as a machine sees it: what a reader would call the press's mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from press.checks.pdf_content import PageContent, Tree

_HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))
_APART = frozenset({"/Note"})
_FIGURE = frozenset({"/Figure"})
_LEAST = 5.0  # points: smaller letters than this nobody reads on paper
_SLACK = 1.0

Fault = tuple[str, str, int | None]


def page_faults(pdf: Any, tree: Tree, pages: Sequence[PageContent]) -> Iterator[Fault]:
    """Yield what is wrong with the look of pages: what, how to mend it, the index of the page."""
    for index, (page, content) in enumerate(zip(pdf.pages, pages, strict=True)):
        marks = tree.marks.get(page.obj.objgen, {})
        yield from _foot(tree, marks, content, index)
        yield from _letters(tree, marks, content, index)
        yield from _outside(page.obj.MediaBox, content, index)


def _foot(
    tree: Tree, marks: dict[int, tuple[int, int]], content: PageContent, index: int
) -> Iterator[Fault]:
    """A heading with nothing below it; footnotes do not count."""
    low: dict[bool, float] = {}
    for shown in content.shown:
        key = marks.get(shown.mark)
        if key is None or tree.inside(key, _APART):
            continue
        heading = bool(tree.inside(key, _HEADINGS))
        low[heading] = min(low.get(heading, shown.y), shown.y)
    if True in low and False in low and low[True] < low[False] - _SLACK:
        mend = "let the heading stand with what follows it: break-after in theme/print"
        yield "a heading is the last line of the page", mend, index


def _letters(
    tree: Tree, marks: dict[int, tuple[int, int]], content: PageContent, index: int
) -> Iterator[Fault]:
    small = [
        shown.size
        for shown in content.shown
        if 0 < shown.size < _LEAST and tree.inside(marks.get(shown.mark), _FIGURE)
    ]
    if small:
        what = f"letters in a picture are {min(small):.1f} points high"
        yield what, "make the picture narrower, or cut it in two", index


def _outside(box: Any, content: PageContent, index: int) -> Iterator[Fault]:
    left, low, right, high = (float(value) for value in box)
    cut = [
        shown
        for shown in content.shown
        if shown.size and not (left < shown.x < right and low < shown.y < high)
    ]
    if cut:
        what = f"{len(cut)} pieces of text begin outside the page"
        yield what, "let it wrap: theme/print", index
