"""Make the book: have its units set, number the pages, write the contents, join everything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from press.pdf import backmatter, paginate
from press.pdf.front import FrontMatter, Line
from press.pdf.merge import Joint, Mark, Merge
from press.pdf.modules import FOLDER, excerpts
from press.pdf.piece import CODE, Pieces
from press.pdf.plan import (
    CHAPTER,
    FRONT,
    Chapter,
    Digits,
    Entry,
    document_markup,
    entries,
)
from press.pdf.pool import Setter, SettingError, SetUnit, Unit
from press.pdf.problems import Problem, explain
from press.pdf.running import Running

__all__ = ["Book", "Problem", "Setter", "SettingError", "make_book"]

_INDEX_TITLE = "Index"
_CONTENTS_ROUNDS = 4
_NUMBER_ROUNDS = 2


@dataclass(frozen=True)
class Book:
    """What is to be printed: ``chapters`` in order, and what stands on cover and title page.

    ``index`` are its entries.
    """

    title: str
    subtitle: str
    author: str
    language: str
    rights: str
    version: str
    chapters: Sequence[Chapter]
    index: Sequence[backmatter.Entry] = ()

    def facts(self) -> dict[str, str]:
        """Return what templates and metadata need."""
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "author": self.author,
            "language": self.language,
            "rights": self.rights,
            "version": self.version,
            "producer": f"WeasyPrint {version('weasyprint')}, pikepdf {version('pikepdf')}",
        }


def make_book(book: Book, setter: Setter, target: Path) -> list[Problem]:
    """Write ``book`` to ``target`` and its modules beside, or leave what has not changed.

    Returns what got lost on the way, of unchanged units too: a fault stays reported until mended.

    :raises SettingError: WeasyPrint failed.
    """
    layout = _Layout(book, setter)
    joint = layout.make()
    problems = [problem for unit in joint.units for problem in explain(unit)]
    problems += [
        Problem(chapter.docname, f"a link leads to {name!r}, which is not in the printed book")
        for chapter in book.chapters
        for name in chapter.fragment.links
        if name not in joint.index
    ]
    used = [unit.key for unit in joint.units]
    pieces = Pieces(setter.sheet, setter.cache / "pieces")
    changed = _write(joint, setter, pieces, target)
    kept = {target.parent / FOLDER}
    for excerpt in excerpts(book.chapters, joint, setter, target.stem):
        file = target.parent / FOLDER / f"{excerpt.name}.pdf"
        changed |= _write(excerpt.joint, setter, pieces, file)
        used += [unit.key for unit in excerpt.joint.units]
        kept |= {file, file.with_suffix(".state")}
    for left in (target.parent / FOLDER).glob("*"):
        if left not in kept:  # of a module that is gone
            left.unlink()
    if changed:
        setter.forget(used)
        pieces.forget()
    return problems


def _write(joint: Joint, setter: Setter, pieces: Pieces, target: Path) -> bool:
    """Merge what has changed; return whether it has."""
    state = _state(joint, setter)
    record = target.with_suffix(".state")
    if target.is_file() and record.is_file() and record.read_text() == state:
        return False
    record.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    Merge(joint, pieces, setter.cache / "fonts").write(target)
    record.write_text(state)
    return True


def _state(joint: Joint, setter: Setter) -> str:
    """Hash everything the merge reads, and the code that merges."""
    said = (joint.places, joint.running, joint.marks, joint.facts, joint.outside)
    digest = hashlib.sha256(repr(said).encode())
    digest.update(setter.sheet.digest.encode())
    for unit in joint.units:
        digest.update(unit.key.encode())
    for module in ("merge.py", *CODE):
        digest.update(Path(__file__).with_name(module).read_bytes())
    return digest.hexdigest()


class _Layout:
    """Sets all units of a book and finds where everything stands."""

    def __init__(self, book: Book, setter: Setter) -> None:
        self._book = book
        self._setter = setter
        self._front = FrontMatter(setter.sheet, book.facts())
        self._lines = entries(book.chapters)
        self._index: list[backmatter.Entry] = []
        self._figures = [
            Entry("figure", 1, figure.number, figure.markup, figure.text, figure.id)
            for chapter in book.chapters
            for figure in chapter.fragment.figures
        ]

    def make(self) -> Joint:
        """Set the units, the contents last, since it needs room for the numbers of all others."""
        chapters = list(self._book.chapters)
        digits = Digits(chapters)
        fixed = self._fixed(chapters, digits)
        known = {name: 0 for unit in fixed for name in _pages_of_names(unit)}
        self._index = list(backmatter.within(self._book.index, known))
        if self._index:
            self._lines.append(Entry(CHAPTER, 1, "", _INDEX_TITLE, _INDEX_TITLE, backmatter.INDEX))
        contents, places, index = self._with_contents(fixed, chapters)
        for _ in range(_NUMBER_ROUNDS):
            if not self._misjudged(fixed, places, index, digits):
                break
            fixed = self._fixed(chapters, digits, "fitting page numbers")
            contents, places, index = self._with_contents(fixed, chapters)
        back = self._back(places, index)
        places, index = self._number(fixed, chapters, contents, back)
        return Joint(
            units=[*fixed[:2], contents, *fixed[2:], *back],
            places=places,
            index=index,
            running=dict(self._running(places, index, chapters)),
            marks=self._marks(),
            facts=self._book.facts(),
        )

    def _fixed(
        self, chapters: Sequence[Chapter], digits: Digits, what: str = "setting pages"
    ) -> list[SetUnit]:
        """Set cover, title page and chapters."""
        return self._setter.set(
            [
                self._unit("cover", self._front.cover()),
                self._unit("title", self._front.title_pages()),
                *(self._chapter(chapter, digits) for chapter in chapters),
            ],
            what,
        )

    def _with_contents(
        self, fixed: Sequence[SetUnit], chapters: Sequence[Chapter]
    ) -> tuple[SetUnit, list[paginate.Place], dict[str, int]]:
        """Set the contents; what follows it in roman numbers moves when it grows."""
        contents: SetUnit | None = None
        for _ in range(_CONTENTS_ROUNDS):
            places, index = self._number(fixed, chapters, contents)
            before, contents = contents, self._contents(places, index)
            if before is not None and len(contents.facts.pages) == len(before.facts.pages):
                break
        assert contents is not None
        return contents, places, index

    def _back(self, places: Sequence[paginate.Place], index: Mapping[str, int]) -> list[SetUnit]:
        """Set the index, which nothing but its own line in the contents waits for."""
        if not self._index:
            return []
        body = self._front.index(self._index, index, [place.label for place in places])
        return self._setter.set([self._unit("index", body)], what="")

    @staticmethod
    def _misjudged(
        units: Sequence[SetUnit],
        places: Sequence[paginate.Place],
        index: Mapping[str, int],
        digits: Digits,
    ) -> bool:
        """Note every number whose box has the wrong width; True if there is one."""
        targets = {
            box.target for unit in units for page in unit.facts.pages for box in page.numbers
        }
        found = [
            digits.learn(target, places[index[target]].label)
            for target in sorted(targets & set(index))
        ]
        return any(found)

    def _unit(self, kind: str, body: str) -> Unit:
        return Unit(kind, document_markup(self._book.title, self._book.language, kind, body))

    def _chapter(self, chapter: Chapter, digits: Digits) -> Unit:
        fragment = chapter.fragment
        markup = document_markup(
            fragment.title.text, self._book.language, chapter.kind, digits.fill(fragment.markup)
        )
        return Unit(chapter.docname, markup, fragment.images, fragment.lines, fragment.source)

    def _contents(self, places: Sequence[paginate.Place], index: Mapping[str, int]) -> SetUnit:
        lines, figures = (
            [
                Line(entry, len(places[index[entry.target]].label))
                for entry in listed
                if entry.target in index
            ]
            for listed in (self._lines, self._figures)
        )
        body = self._front.contents(lines, figures)
        return self._setter.set([self._unit("toc", body)], what="")[0]

    def _number(
        self,
        fixed: Sequence[SetUnit],
        chapters: Sequence[Chapter],
        contents: SetUnit | None,
        back: Sequence[SetUnit] = (),
    ) -> tuple[list[paginate.Place], dict[str, int]]:
        """Lay out cover, title, contents, the chapters and the index.

        Contents and index count as one page until they are set.
        """
        counts = [len(unit.facts.pages) for unit in fixed]
        blocks = [
            paginate.Block(counts[0], True, paginate.COVER),
            paginate.Block(counts[1], True, paginate.ROMAN),
            paginate.Block(len(contents.facts.pages) if contents else 1, True, paginate.ROMAN),
        ]
        for count, chapter in zip(counts[2:], chapters, strict=True):
            numbering = paginate.ROMAN if chapter.kind == FRONT else paginate.ARABIC
            blocks.append(paginate.Block(count, chapter.kind != CHAPTER, numbering))
        names = [_pages_of_names(unit) for unit in fixed]
        names.insert(2, _pages_of_names(contents) if contents else {"contents": 0})
        if self._index:
            pages = len(back[0].facts.pages) if back else 1
            blocks.append(paginate.Block(pages, True, paginate.ARABIC))
            names.append(_pages_of_names(back[0]) if back else {backmatter.INDEX: 0})
        places = paginate.lay_out(blocks)
        return places, paginate.find(places, names)

    def _running(
        self,
        places: Sequence[paginate.Place],
        index: Mapping[str, int],
        chapters: Sequence[Chapter],
    ) -> Iterator[tuple[int, Running]]:
        """Decide heads: the module on left-hand pages, the section on right-hand ones."""
        section = ""
        for number, place in enumerate(places):
            if place.blank or place.unit < 2:
                continue
            if place.unit == 2:
                yield number, Running("", foot=True)
                continue
            if place.unit - 3 == len(chapters):
                yield number, Running(_INDEX_TITLE, foot=place.page == 0)
                continue
            chapter = chapters[place.unit - 3]
            headings = chapter.fragment.headings
            here = [
                heading.text
                for heading in headings
                if heading.level <= 2 and index.get(heading.id) == number
            ]
            if place.page == 0:
                section = chapter.fragment.title.text
            left = bool(number % 2)
            shown = chapter.head if left else (here[0] if here and place.page else section)
            yield number, Running(shown, foot=place.page == 0)
            if here:
                section = here[-1]

    def _marks(self) -> list[Mark]:
        front = [Mark(1, "Contents", "contents")]
        if self._figures:
            front.append(Mark(1, "Figures", "figures"))
        marks = [Mark(line.depth, _plain(line), line.target) for line in self._lines]
        return [*front, *marks]


def _plain(entry: Entry) -> str:
    return f"{entry.number} {entry.text}".strip()


def _pages_of_names(unit: SetUnit) -> dict[str, int]:
    names: dict[str, int] = {}
    for number, page in enumerate(unit.facts.pages):
        for name in page.places:
            names.setdefault(name, number)
    return names
