"""The few objects of a joined file that every unit refers to, under numbers that never change.

So a unit that has been fitted into a book once fits again, whatever else of the book has changed.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Pdf

from press.pdf.objects import number

#: The root of the pages, and the one document of the structure.
PAGES, DOCUMENT = 1, 2
_FACES = 3


def font(face: int) -> int:
    """Return the number of the font for text that is set after layout, in a face of the sheet."""
    return _FACES + 2 * face


def font_file(face: int) -> int:
    """Return the number of the file of a face."""
    return _FACES + 2 * face + 1


def first_free(faces: int) -> int:
    """Return the first number after the shared ones."""
    return _FACES + 2 * faces


class Elsewhere:
    """Stands in one file for objects of another: ``known`` tells the numbers they have there."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self.known: dict[int, int] = {}
        self._made: dict[int, Any] = {}

    def __call__(self, there: int) -> Any:
        """Return an object that will be a reference to number ``there``."""
        if there not in self._made:
            self._made[there] = self._pdf.make_indirect(Dictionary())
            self.known[number(self._made[there])] = there
        return self._made[there]
