"""Put set units one after the other: blanks, sides, page numbers.

Pure arithmetic on page counts. Physical pages are counted from 1, and an odd one is a right-hand
page. Roman and arabic numbers begin on a right-hand page, so an odd number is always on the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from roman_numerals import RomanNumeral

COVER, ROMAN, ARABIC = "cover", "roman", "arabic"


@dataclass(frozen=True)
class Block:
    """A unit as pagination sees it: how many pages, on which side it begins, how it is numbered."""

    pages: int
    right: bool
    numbering: str


@dataclass(frozen=True)
class Place:
    """One physical page. ``unit`` and ``page`` are indexes, -1 for a blank one."""

    unit: int
    page: int
    numbering: str
    number: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands on the page."""
        return self.unit < 0

    @property
    def label(self) -> str:
        """The page's number as readers see it; empty on the cover."""
        if self.numbering == COVER:
            return ""
        if self.numbering == ROMAN:
            return RomanNumeral(self.number).to_lowercase()
        return str(self.number)


def lay_out(blocks: Iterable[Block]) -> list[Place]:
    """Return the physical pages of a book made of ``blocks``."""
    places: list[Place] = []
    numbering, number = "", 0
    for index, block in enumerate(blocks):
        begins = block.numbering != numbering
        if (block.right or begins) and len(places) % 2:
            places.append(Place(-1, -1, numbering, number + 1))
            number += 1
        if begins:
            numbering, number = block.numbering, 0
        for page in range(block.pages):
            number += 1
            places.append(Place(index, page, numbering, number))
    return places


def find(places: Sequence[Place], names: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Return the physical index (from 0) of each name; ``names[unit]`` maps a name to its page."""
    index = {(place.unit, place.page): number for number, place in enumerate(places)}
    return {
        name: index[unit, page] for unit, known in enumerate(names) for name, page in known.items()
    }
