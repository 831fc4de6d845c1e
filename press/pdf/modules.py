"""A file for each module, from the units that the whole book has set already.

A module's pages keep the numbers they have in the whole book: what a reference says is then true
in both files, and one that leaves the module leads into the file of the whole book. Only a title
page and the module's contents are set anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from press.pdf import paginate
from press.pdf.front import FrontMatter, Line
from press.pdf.merge import Joint, Mark
from press.pdf.plan import CHAPTER, MODULE, Chapter, document_markup, entries
from press.pdf.pool import Setter, SetUnit, Unit

#: The folder beside the whole book that the files go into.
FOLDER = "modules"
_FRONT = 3  # units before the first chapter of a book
_OWN = 2  # units before the first chapter of a module


@dataclass(frozen=True)
class Excerpt:
    """One module: the name of its file, and everything the merge needs."""

    name: str
    joint: Joint


def excerpts(
    chapters: Sequence[Chapter], whole: Joint, setter: Setter, file: str
) -> Iterator[Excerpt]:
    """Yield the modules of a book, none where the book is one module; ``file`` is the whole book's.

    :raises SettingError: WeasyPrint failed on a title page.
    """
    spans = list(_spans(chapters))
    if len(spans) < 2:
        return
    made = [_Module(chapters, span, whole, setter, file) for span in spans]
    fronts = setter.set([unit for module in made for unit in module.fronts()], what="")
    for number, module in enumerate(made):
        yield module.joined(fronts[_OWN * number : _OWN * (number + 1)])


def _spans(chapters: Sequence[Chapter]) -> Iterator[range]:
    """Yield the chapters of each module, by number."""
    for first, chapter in enumerate(chapters):
        if chapter.kind != MODULE:
            continue
        last = first + 1
        while (
            last < len(chapters)
            and chapters[last].kind == CHAPTER
            and chapters[last].depth > chapter.depth
        ):
            last += 1
        yield range(first, last)


class _Module:
    """Cuts one module out of the joined whole."""

    def __init__(
        self,
        chapters: Sequence[Chapter],
        span: range,
        whole: Joint,
        setter: Setter,
        file: str,
    ) -> None:
        self._chapters = [chapters[number] for number in span]
        self._whole = whole
        self._span = range(span.start + _FRONT, span.stop + _FRONT)
        self._file = file
        self._title = self._chapters[0].fragment.title
        self._front = FrontMatter(setter.sheet, whole.facts)
        self._lines = entries(self._chapters)

    def fronts(self) -> list[Unit]:
        """Return the title page and the contents, to be set."""
        whole = self._whole
        lines = [
            Line(line, len(whole.places[whole.index[line.target]].label))
            for line in self._lines
            if line.target in whole.index
        ]
        title = self._front.excerpt(self._title, f"{self._file}.pdf")
        contents = self._front.contents(lines, [])
        return [self._unit("title", title), self._unit("toc", contents)]

    def _unit(self, kind: str, body: str) -> Unit:
        language = self._whole.facts["language"]
        return Unit(kind, document_markup(self._title.text, language, kind, body))

    def joined(self, fronts: Sequence[SetUnit]) -> Excerpt:
        """Return the module, with the numbers of the whole book."""
        whole, span = self._whole, self._span
        front = paginate.lay_out(
            paginate.Block(len(unit.facts.pages), False, paginate.ROMAN) for unit in fronts
        )
        if len(front) % 2:  # the first page of a module is a right-hand one
            front.append(paginate.Place(-1, -1, paginate.ROMAN, len(front) + 1))
        numbers = [n for n, place in enumerate(whole.places) if place.unit in span]
        start, stop = numbers[0], numbers[-1] + 1
        moved = len(front) - start
        places = front + [
            replace(place, unit=place.unit - span.start + _OWN) if not place.blank else place
            for place in whole.places[start:stop]
        ]
        names = {
            name: number
            for number, place in enumerate(front)
            if not place.blank
            for name in fronts[place.unit].facts.pages[place.page].places
        }
        index = {
            name: number + moved for name, number in whole.index.items() if start <= number < stop
        }
        running = {n + moved: one for n, one in whole.running.items() if start <= n < stop}
        links = {name for chapter in self._chapters for name in chapter.fragment.links}
        depth = self._chapters[0].depth - 1
        joint = Joint(
            units=[*fronts, *(whole.units[number] for number in span)],
            places=places,
            index={**names, **index},
            running=running,
            marks=[
                Mark(1, "Contents", "contents"),
                *(
                    Mark(line.depth - depth, f"{line.number} {line.text}".strip(), line.target)
                    for line in self._lines
                ),
            ],
            facts=self._facts(),
            outside={
                name: whole.places[whole.index[name]].label
                for name in sorted(links - index.keys())
                if name in whole.index
            },
            outside_file=f"../{self._file}.pdf",
        )
        return Excerpt(_file_name(self._chapters[0].docname), joint)

    def _facts(self) -> Mapping[str, str]:
        facts = dict(self._whole.facts)
        title = f"{self._title.number} {self._title.text}".strip()
        return {**facts, "title": facts["title"], "subtitle": title}


def _file_name(docname: str) -> str:
    return docname.removesuffix("/index").replace("/", "-")
