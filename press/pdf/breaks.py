"""Listings that go on over the end of a page: where, for the signs there; and where they end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox

from press.pdf.facts import Break, PageFacts

_PIXEL = 0.75  # a CSS pixel in points
_WHOLE = "pre"


def end_with_text(pages: Sequence[Any]) -> None:
    """End a listing that goes on below its last line, before WeasyPrint's ``pages`` are painted.

    WeasyPrint lets a box that is cut reach to the end of the page, so its ground would run on
    where there is no line any more.
    """
    for before, after in pairwise(dict(_listings(page._page_box)) for page in pages):
        for element, box in before.items():
            foot = max((_foot(line) for line in _lines(box)), default=0.0)
            if element in after and foot > box.content_box_y():
                box.height = min(box.height, foot - box.content_box_y())
                _paint_whole(box)


def _paint_whole(box: Any) -> None:
    """Let the ground of a box be as high as the box, whose height has changed."""
    if box.background is not None:
        *images, color = box.background.layers
        area = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
        color = color._replace(painting_area=area, clipped_boxes=[box.rounded_border_box()])
        box.background = box.background._replace(layers=[*images, color])


def _lines(box: Any) -> Iterator[Any]:
    """Yield the lines of a listing in which something is written."""
    if isinstance(box, LineBox):
        if any(getattr(one, "text", "").strip() for one in box.descendants()):
            yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _foot(line: Any) -> float:
    return float(line.position_y + line.height)


def note_breaks(pages: Sequence[Any], facts: Sequence[PageFacts]) -> None:
    """Add to ``facts`` where listings are cut by the ends of WeasyPrint's ``pages``."""
    found = [dict(_listings(page._page_box)) for page in pages]
    for number, (before, after) in enumerate(pairwise(found)):
        for element in [one for one in before if one in after]:
            facts[number].breaks.append(_corner(before[element], facts[number], below=True))
            facts[number + 1].breaks.append(_corner(after[element], facts[number + 1], below=False))


def _listings(box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the listings of a page, element and box."""
    if box.element is not None and box.element_tag == _WHOLE:
        yield box.element, box
        return
    for child in getattr(box, "children", ()):
        yield from _listings(getattr(child, "_box", child))


def _corner(box: Any, facts: PageFacts, below: bool) -> Break:
    x = (box.border_box_x() + box.border_width()) * _PIXEL
    y = (box.border_box_y() + (box.border_height() if below else 0)) * _PIXEL
    return Break(round(x, 3), round(facts.height - y, 3), below)
