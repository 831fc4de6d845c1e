"""Let pages be filled: text goes before a figure that does not fit, and a box may break.

A figure stays in one piece. Where it does not fit, the page before it would end early, sometimes
half empty. A typesetter rather lets the text go on and sets the figure after it, on the next page.
WeasyPrint knows no such floats: pages are laid out, the first figure that left too much room is put
behind the text that follows it, and pages are laid out again.

A figure is never moved away from a sentence that ends with a colon or over a heading, another
figure or a sentence that speaks of its place. It has a number and a caption to be found by.

A box that is short enough to stay in one piece, or a list of contents, breaks after all where a
third of the page before it would stay empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

_ROUNDS = 6  # layouts of a unit, at most, beyond the first
_MOVES = 2  # of one figure: the text that went before it may fill less than was foreseen
_ROOM = 0.22  # of a page's height: less than this may stay empty before a figure
_ROOM_OF_BOX = 0.33  # and this before a box
_WHOLE = frozenset({"whole", "toctree-wrapper"})  # classes of what stays in one piece, as a rule
_BROKEN = "long-box"
_PLACE = re.compile(
    r"\b(?:above|below|here|(?:this|the) (?:diagram|figure|picture|drawing|tree|map|table))\b", re.I
)
# The place of something else is the same wherever the figure stands.
_ELSEWHERE = re.compile(
    r"\b(?:box|call|class|code|example|function|line|listing|loop|method|module|output|paragraph"
    r"|program|rule|section|sentence|statement|test)(?:e?s)? (?:above|below)\b",
    re.I,
)
_LISTING = ("highlight-", "literal-block")
_BELONGS = frozenset({"output", "fragment-reason", "ran-on", "answer-links"})  # to what is above
_PARTS = frozenset({"ul", "ol", "dl", "table", "pre"})


def settle(root: Any, layout: Callable[[], Any]) -> Any:
    """Call ``layout`` until nothing in ``root``, an element tree, can fill a page better.

    Returns the document of the last layout; ``root`` is changed to what it was made of.
    """
    document = layout()
    moves: dict[Any, int] = {}
    for _ in range(_ROUNDS):
        if not (_move_one(root, document.pages, moves) or _open_one(document.pages)):
            break
        document = layout()
    return document


def _move_one(root: Any, pages: Sequence[Any], moves: dict[Any, int]) -> bool:
    """Put the first figure that leaves too much room behind what follows it.

    ``moves`` are how often each may still move; one that found no better place stays.
    """
    above: dict[Any, Any] | None = None
    for page, following in pairwise(pages):
        figure = _first(following._page_box, lambda element: element.tag == "figure")
        if figure is None or moves.setdefault(figure, _MOVES) == 0:
            continue
        room = _room(page._page_box)
        if room < _ROOM * page._page_box.height:
            continue
        if above is None:
            above = {child: parent for parent in root.iter() for child in parent}
        if _put_behind(above[figure], figure, room, pages):
            moves[figure] -= 1
            return True
        moves[figure] = 0
    return False


def _open_one(pages: Sequence[Any]) -> bool:
    """Let the first box break that leaves too much room."""
    for page, following in pairwise(pages):
        box = _first(following._page_box, _stays_whole)
        if box is not None and _room(page._page_box) > _ROOM_OF_BOX * page._page_box.height:
            box.set("class", f"{box.get('class')} {_BROKEN}")
            return True
    return False


def _stays_whole(element: Any) -> bool:
    classes = _classes(element)
    return bool(classes & _WHOLE) and _BROKEN not in classes


def _put_behind(parent: Any, figure: Any, room: float, pages: Sequence[Any]) -> bool:
    """Move ``figure`` behind as much text as fills ``room``; return whether it moved."""
    blocks = list(parent)
    at = blocks.index(figure)
    start = at
    while start and _is_anchor(blocks[start - 1]):  # an empty name before the figure is its own
        start -= 1
    if start and _announces(blocks[start - 1]):
        return False
    heights = _heights(blocks[at + 1 :], pages)
    end, filled = at + 1, 0.0
    for group in _groups(blocks[at + 1 :]):
        if filled >= room:
            break
        end += len(group)
        filled += sum(heights.get(block, 0.0) for block in group)
    if end == at + 1:
        return False
    taken = blocks[start : at + 1]
    parent[start:end] = [*blocks[at + 1 : end], *taken]
    return True


def _groups(blocks: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield what may stand before a figure, with what belongs to it: outputs, what it announces."""
    group: list[Any] = []
    for block in blocks:
        if not _is_text(block):
            break
        if group and not (_announces(group[-1]) or _classes(block) & _BELONGS):
            yield group
            group = []
        group.append(block)
    if group and not _announces(group[-1]):
        yield group


def _is_text(block: Any) -> bool:
    """Tell whether text, a list, a table, a listing or a box may be read before the figure."""
    if block.tag == "p" or _classes(block) & {"admonition", "check"}:
        return not _PLACE.search(_ELSEWHERE.sub("", _text(block)))
    if block.tag == "div":
        return any(name.startswith(_LISTING) for name in _classes(block))
    return block.tag in _PARTS


def _classes(block: Any) -> set[str]:
    return set((block.get("class") or "").split())


def _is_anchor(block: Any) -> bool:
    return block.tag == "span" and bool(block.get("id")) and not _text(block)


def _announces(block: Any) -> bool:
    return block.tag == "p" and _text(block).endswith(":")


def _text(block: Any) -> str:
    return " ".join("".join(block.itertext()).split())


def _first(box: Any, wanted: Callable[[Any], bool]) -> Any:
    """Return the wanted element that a page begins with, if it does."""
    while True:
        if box.element is not None and wanted(box.element):
            return box.element
        inner = [child for child in getattr(box, "children", ()) if _is_block(child)]
        full = [child for child in inner if child.height]
        if not full:
            return None
        box = full[0]


def _is_block(box: Any) -> bool:
    return isinstance(box, boxes.BlockLevelBox) and not isinstance(
        box, boxes.MarginBox | boxes.FootnoteAreaBox
    )


def _room(page: Any) -> float:
    """Return the height that is empty between the last line of a page and its notes or its foot."""
    foot = float(page.content_box_y() + page.height)
    low = float(page.content_box_y())
    for child in page.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            if child.children:
                foot = min(foot, float(child.position_y))
        elif not isinstance(child, boxes.MarginBox):
            low = max([low, *_bottoms(child)])
    return foot - low


def _bottoms(box: Any) -> Iterator[float]:
    if isinstance(box, boxes.LineBox | boxes.ReplacedBox):
        yield float(box.position_y + box.height)
        return
    for child in getattr(box, "children", ()):
        yield from _bottoms(child)


def _heights(blocks: Sequence[Any], pages: Sequence[Any]) -> dict[Any, float]:
    """Return how high each of ``blocks`` stands, on all its pages together."""
    found: dict[Any, float] = {}
    wanted = set(blocks)
    for page in pages:
        waiting = [page._page_box]
        while waiting:
            box = waiting.pop()
            if box.element in wanted and isinstance(box, boxes.BlockLevelBox):
                found[box.element] = found.get(box.element, 0.0) + float(box.margin_height())
                continue
            waiting += [one for one in getattr(box, "children", ()) if hasattr(one, "children")]
    return found
