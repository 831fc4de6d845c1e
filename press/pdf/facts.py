"""What is known of a unit after it was set: its pages, where its names are, what went wrong.

A unit is a run of pages that WeasyPrint sets at once, as a rule one document. Its facts lie as JSON
beside its PDF in the cache. Lengths are in points, measured from the lower left corner of the page.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

VARIANT = "pdf/ua-1"
#: The schemes of links that the merge leads to a place in the book: plainly, and with its number.
PLAIN, NUMBERED = INNER = ("book", "page")


@dataclass(frozen=True)
class RenderSettings:
    """What all units of a book share. ``fonts`` are the hashes of the theme's font files."""

    css: str
    base: str
    fonts: frozenset[str]


@dataclass(frozen=True)
class NumberBox:
    """A link whose text is zeros, which the merge replaces by the page number of ``target``."""

    target: str
    family: str
    weight: int
    italic: bool


@dataclass(frozen=True)
class Break:
    """A corner of a listing that goes on: right below on the next page, right above from the last.

    ``below`` tells which of the two; ``x`` is the right edge of the listing, ``y`` its edge there.
    """

    x: float
    y: float
    below: bool


@dataclass
class PageFacts:
    """One page: its size, the top left corner of each named place, its number boxes in order.

    ``breaks`` are the listings that go over its edges.
    """

    width: float
    height: float
    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    numbers: list[NumberBox] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)


@dataclass
class FontUse:
    """Which glyphs of a theme font a unit shows; ``sha`` is that of the whole font file."""

    sha: str
    glyphs: list[int]


@dataclass
class UnitFacts:
    """All facts of a unit; ``fonts`` is by the name a font has in the PDF.

    ``links`` are the names of the places in the book that its links lead to.
    """

    pages: list[PageFacts] = field(default_factory=list)
    fonts: dict[str, FontUse] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def dump(self) -> str:
        """Write the facts as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> UnitFacts:
        """Read what :meth:`dump` wrote."""
        data: dict[str, Any] = json.loads(text)
        pages = []
        for page in data["pages"]:
            numbers = [NumberBox(**box) for box in page["numbers"]]
            places = {name: (x, y) for name, (x, y) in page["places"].items()}
            breaks = [Break(**one) for one in page["breaks"]]
            pages.append(PageFacts(page["width"], page["height"], places, numbers, breaks))
        fonts = {name: FontUse(**use) for name, use in data["fonts"].items()}
        return cls(pages, fonts, data["links"], data["messages"])
