"""The order of the book: which document comes where, as what, and its line in the contents."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from press.pdf.fragments import Fragment

FRONT, PART, MODULE, CHAPTER = "front", "part", "module", "chapter"
#: Characters of plain text on a page, and the part of a page that is left empty behind a document;
#: only used to guess how many digits a number will have.
_CHARACTERS_PER_PAGE = 2800
_EMPTY = 0.4
_MOST_DIGITS = 4
_NUMBER_BOX = re.compile(r'(<a class="page-number" href="page:([^"]*)">)(?=</a>)')


@dataclass(frozen=True)
class Chapter:
    """A document in its place. ``kind`` says how it begins, ``depth`` how deep in the contents.

    ``head`` is the title of the module it belongs to, for running heads.
    """

    fragment: Fragment
    kind: str
    depth: int
    head: str

    @property
    def docname(self) -> str:
        """The document's name."""
        return self.fragment.docname


@dataclass(frozen=True)
class Entry:
    """One line of the contents."""

    kind: str
    depth: int
    number: str
    markup: str
    text: str
    target: str


def order(
    root: str, includes: Mapping[str, Iterable[str]], fragments: Mapping[str, Fragment]
) -> list[Chapter]:
    """Return the documents that the contents reach from ``root``, in reading order.

    A document with documents below it opens a module, one with modules below it a part. The root
    stands before page 1, unless it is a module itself (its title has a number).
    """
    chapters: list[Chapter] = []
    seen: set[str] = set()

    def children(docname: str) -> list[str]:
        return [child for child in includes.get(docname, ()) if child in fragments]

    def add(docname: str, depth: int, head: str) -> None:
        if docname in seen:
            return
        seen.add(docname)
        fragment = fragments[docname]
        below = children(docname)
        kind = CHAPTER
        if below:
            kind = PART if any(children(child) for child in below) else MODULE
        head = fragment.title.text if kind != CHAPTER or not head else head
        chapters.append(Chapter(fragment, kind, depth, head))
        for child in below:
            add(child, depth + 1, head if kind == MODULE else "")

    if fragments[root].title.number:
        add(root, 1, "")
        return chapters
    seen.add(root)
    title = fragments[root].title
    if fragments[root].characters > len(title.text):
        chapters.append(Chapter(fragments[root], FRONT, 1, title.text))
    for child in children(root):
        add(child, 1, "")
    return chapters


def entries(chapters: Iterable[Chapter], deepest: int = 2) -> list[Entry]:
    """Return the lines of the contents; ``deepest`` is the last heading level of a chapter."""
    found = []
    for chapter in chapters:
        for heading in chapter.fragment.headings or [chapter.fragment.title]:
            title = heading is chapter.fragment.headings[0] if chapter.fragment.headings else True
            if not title and (chapter.kind != CHAPTER or heading.level > deepest):
                continue
            kind = chapter.kind if title else "section"
            depth = chapter.depth if title else chapter.depth + heading.level - 1
            found.append(
                Entry(kind, depth, heading.number, heading.markup, heading.text, heading.id)
            )
    return found


class Digits:
    """How many digits the page number of a place has, which is not known before it is set.

    The text is set with zeros in the number's place. The guess comes from what the text holds
    alone, so that equal sources give equal books whatever was built before; :meth:`learn` corrects
    the guesses that turned out wrong.
    """

    def __init__(self, chapters: Iterable[Chapter]) -> None:
        numbered = [chapter.fragment for chapter in chapters if chapter.kind != FRONT]
        sizes = [_EMPTY + fragment.length / _CHARACTERS_PER_PAGE for fragment in numbered]
        starts = accumulate(sizes, initial=1.0)
        self._places = {
            name: int(start + offset / _CHARACTERS_PER_PAGE)
            for start, fragment in zip(starts, numbered, strict=False)
            for name, offset in fragment.offsets.items()
        }
        self._learned: dict[str, int] = {}

    def of(self, target: str) -> int:
        """Return 1 to 4; a place before page 1 counts as one of three digits."""
        guess = len(str(self._places.get(target, 100)))
        return self._learned.get(target, min(_MOST_DIGITS, guess))

    def learn(self, target: str, label: str) -> bool:
        """Note that ``target`` is on the page ``label``; True if the guess was another length."""
        digits = min(_MOST_DIGITS, len(label))
        if digits == self.of(target):
            return False
        self._learned[target] = digits
        return True

    def fill(self, markup: str) -> str:
        """Put zeros into each number box of ``markup``."""

        def zeros(match: re.Match[str]) -> str:
            return match[1] + "0" * self.of(html.unescape(match[2]))

        return _NUMBER_BOX.sub(zeros, markup)


def document_markup(title: str, language: str, kind: str, body: str) -> str:
    """Return a whole HTML document for one unit."""
    return (
        f'<!DOCTYPE html><html lang="{html.escape(language)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title></head>"
        f'<body class="{kind}">{body}</body></html>'
    )
