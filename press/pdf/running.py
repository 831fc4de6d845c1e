"""Running heads, page numbers and signs of continuation, set after the pages are in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from press.pdf.facts import Break
from press.pdf.sheet import Sheet
from press.pdf.typecase import Style, TypeCase

_FAMILY = "Book Sans"


@dataclass(frozen=True)
class Running:
    """What stands in the margin of a page; ``foot`` puts the number below the text, alone."""

    head: str
    foot: bool


class Margins:
    """Sets what the style sheet says, on right-hand and on left-hand pages."""

    def __init__(self, sheet: Sheet, case: TypeCase) -> None:
        self._case = case
        size = sheet.length("running-size")
        self._title = Style(_FAMILY, size=size, color=sheet.color("ink-soft"))
        self._folio = Style(_FAMILY, 700, size=size, color=sheet.color("ink"))
        self._sign = Style(_FAMILY, size=sheet.length("sign-size"), color=sheet.color("ink-soft"))
        self._sign_below = sheet.length("sign-below")
        self._sign_above = sheet.length("sign-above")
        self._goes_on = sheet.words("goes-on")
        self._went_on = sheet.words("went-on")
        self._head = sheet.length("page-height") - sheet.length("head-baseline")
        self._foot = sheet.length("foot-baseline")
        self._gap = sheet.length("folio-gap")
        # The outer edge of the text. All pages are set as right-hand ones: on a left-hand page
        # the window moves, and the outer edge is where the inner one was set.
        self._left = sheet.length("margin-inner")
        self._right = sheet.length("page-width") - sheet.length("margin-outer")
        self._room = self._right - self._left - self._gap - sheet.length("folio-room")

    def show(self, running: Running, label: str, left: bool) -> bytes:
        """Return operators for the margin of a page; they are artifacts, not text of the book."""
        edge = self._left if left else self._right
        y = self._foot if running.foot else self._head
        content = self._case.text(label, self._folio, edge, y, to_right=not left)
        if running.head and not running.foot:
            head = self._case.fit(running.head, self._title, self._room)
            start = edge + (self._gap if left else -self._gap)
            content += self._case.text(head, self._title, start, y, to_right=not left)
        return _artifact(b" /Subtype /Footer" if running.foot else b" /Subtype /Header", content)

    def breaks(self, breaks: Iterable[Break]) -> bytes:
        """Return operators that say of each listing at the end of a page that it goes on."""
        content = b""
        for one in breaks:
            y = one.y + (-self._sign_below if one.below else self._sign_above)
            words = self._goes_on if one.below else self._went_on
            content += self._case.text(words, self._sign, one.x, y, to_right=True)
        return _artifact(b"", content) if content else b""


def _artifact(kind: bytes, content: bytes) -> bytes:
    return b"/Artifact <</Type /Pagination%s>> BDC\n" % kind + content + b"EMC\n"
