"""Join set units into one PDF: links, page numbers, running heads, outline, labels, metadata."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from press.pdf.facts import PageFacts
from press.pdf.paginate import ARABIC, COVER, ROMAN, Place
from press.pdf.pool import SetUnit
from press.pdf.running import Margins, Running
from press.pdf.sheet import Sheet
from press.pdf.structure import Structure, name_tree
from press.pdf.typecase import Style, TypeCase

_MARKED = re.compile(rb"(?P<open><</MCID (?P<mark>\d+)>>\nBDC\n)(?P<block>.*?)(?=EMC\n)", re.DOTALL)


@dataclass(frozen=True)
class Mark:
    """An entry of the outline."""

    depth: int
    title: str
    target: str


@dataclass(frozen=True)
class Joint:
    """Everything the merge needs, already decided.

    ``places`` are the pages in order, ``index`` tells on which of them a name is, ``running`` what
    stands in their margins (by page, missing where nothing does). ``outside`` are places in
    another file, ``outside_file``, with the numbers of their pages there.
    """

    units: Sequence[SetUnit]
    places: Sequence[Place]
    index: Mapping[str, int]
    running: Mapping[int, Running]
    marks: Sequence[Mark]
    facts: Mapping[str, str]
    outside: Mapping[str, str] = field(default_factory=dict)
    outside_file: str = ""


class Merge:
    """One merge of ``joint`` with the measures of ``sheet``; ``cache`` keeps subsets of fonts."""

    def __init__(self, joint: Joint, sheet: Sheet, cache: Path) -> None:
        self._joint = joint
        self._sheet = sheet
        self._cache = cache
        self._pdf = Pdf.new()
        self._case = TypeCase(sheet, self._pdf)
        self._structure = Structure(self._pdf)
        self._content: dict[int, bytes] = {}
        self._used: set[str] = set()

    def write(self, target: Path) -> None:
        """Write the book beside ``target`` and rename it."""
        with ExitStack() as stack:
            firsts = self._pages(stack)
            self._margins()
            for page, _ in firsts:
                self._case.lend(page)
            for number, content in self._content.items():
                self._pdf.pages[number].contents_add(content)
            self._case.fill(firsts, self._cache)
            self._structure.close()
            self._destinations()
            self._outline()
            self._labels()
            self._metadata()
            fresh = target.with_suffix(".new")
            self._pdf.save(
                fresh,
                min_version="1.7",
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
            )
        fresh.replace(target)

    # -- Pages --

    def _pages(self, stack: ExitStack) -> list[tuple[Any, Any]]:
        """Copy pages and tags; return one page of each unit with the fonts of the unit."""
        sources = [stack.enter_context(Pdf.open(unit.path)) for unit in self._joint.units]
        numbers = self._copy(sources)
        firsts = []
        for source, unit, own in zip(sources, self._joint.units, numbers, strict=True):
            pages = [self._pdf.pages[number].obj for number in own]
            elements = self._structure.add(source, pages)
            for number, page, facts in zip(own, pages, unit.facts.pages, strict=True):
                self._links(page, facts, elements)
                self._content[number] = _upright(facts)
            firsts.append((pages[0], unit.facts.fonts))
        return firsts

    def _copy(self, sources: Sequence[Pdf]) -> list[list[int]]:
        """Put all pages and blanks in order; return the page numbers of each unit."""
        pdf, sheet = self._pdf, self._sheet
        blank = (sheet.length("page-width"), sheet.length("page-height"))
        shift = sheet.length("margin-inner") - sheet.length("margin-outer")
        numbers: list[list[int]] = [[] for _ in sources]
        for number, place in enumerate(self._joint.places):
            if place.blank:
                pdf.add_blank_page(page_size=blank)
                continue
            pdf.pages.append(sources[place.unit].pages[place.page])
            numbers[place.unit].append(number)
            if number % 2 and place.numbering != COVER:
                # Everything is set for a right-hand page; on a left-hand one the window moves.
                for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
                    left, low, right, high = (float(side) for side in pdf.pages[number].obj[box])
                    pdf.pages[number].obj[box] = Array([left + shift, low, right + shift, high])
        return numbers

    def _links(self, page: Any, facts: PageFacts, elements: Mapping[int, Any]) -> None:
        """Lead the links of a page to places in the book, and set the numbers among them."""
        boxes = iter(facts.numbers)
        shown: dict[int, tuple[str, Style]] = {}
        for note in page.get("/Annots", ()):
            action = note.get("/A")
            scheme, _, rest = str(action.URI).partition(":") if action is not None else ("", "", "")
            if scheme not in {"book", "page"}:
                continue
            name = unquote(rest)
            del note.A
            box = next(boxes) if scheme == "page" else None
            if not self._lead(note, name):
                continue  # reported already, as a link of its document that leads nowhere
            if box is not None:
                label = self._label(name)
                link = elements[int(note.StructParent)]
                mark = next(int(kid) for kid in link.K if isinstance(kid, int))
                shown[mark] = (label, Style(box.family, box.weight, box.italic))
                note.Contents = pikepdf.String(label)
        if shown:
            self._set_numbers(page, shown)

    def _lead(self, note: Any, name: str) -> bool:
        """Lead a link to a place; False where it is in no file."""
        public = pikepdf.String(_public(name))
        if name in self._joint.index:
            self._used.add(name)
            note.Dest = public
        elif name in self._joint.outside:
            file = pikepdf.String(self._joint.outside_file)
            note.A = Dictionary(S=Name.GoToR, F=file, D=public)
        else:
            return False
        return True

    def _label(self, name: str) -> str:
        if name in self._joint.index:
            return self._joint.places[self._joint.index[name]].label
        return self._joint.outside[name]

    def _set_numbers(self, page: Any, shown: Mapping[int, tuple[str, Style]]) -> None:
        """Set page numbers in the place of the zeros in marked content, so that they stay text."""

        def number(match: re.Match[bytes]) -> bytes:
            mark = int(match["mark"])
            if mark not in shown:
                return match[0]
            return match["open"] + self._case.replace(match["block"], *shown[mark])

        content = _MARKED.sub(number, page.Contents.read_bytes())
        page.Contents = self._pdf.make_stream(content)

    def _margins(self) -> None:
        margins = Margins(self._sheet, self._case)
        for number, running in self._joint.running.items():
            label = self._joint.places[number].label
            self._content[number] += margins.show(running, label, left=bool(number % 2))
        for number, place in enumerate(self._joint.places):
            if not place.blank:
                facts = self._joint.units[place.unit].facts.pages[place.page]
                self._content[number] += margins.breaks(facts.breaks)

    # -- What leads to pages --

    def _spot(self, name: str) -> Array:
        number = self._joint.index[name]
        place = self._joint.places[number]
        facts = self._joint.units[place.unit].facts.pages[place.page]
        x, y = facts.places[name]
        page = self._pdf.pages[number].obj
        above = self._sheet.length("destination-above")
        return Array([page, Name.XYZ, max(0, round(x - above, 2)), round(y + above, 2), None])

    def _destinations(self) -> None:
        names = sorted(self._used | {mark.target for mark in self._joint.marks})
        pairs = [(pikepdf.String(_public(name)), self._spot(name)) for name in names]
        pairs.sort(key=lambda pair: bytes(pair[0]))
        self._pdf.Root.Names = Dictionary(Dests=name_tree(self._pdf, pairs))

    def _outline(self) -> None:
        with self._pdf.open_outline() as outline:
            path: list[tuple[int, Any]] = []
            for mark in self._joint.marks:
                item = pikepdf.OutlineItem(mark.title, self._spot(mark.target))
                item.is_closed = True
                while path and path[-1][0] >= mark.depth:
                    path.pop()
                siblings = path[-1][1].children if path else outline.root
                siblings.append(item)
                path.append((mark.depth, item))
        self._pdf.Root.PageMode = Name.UseOutlines

    def _labels(self) -> None:
        styles = {COVER: None, ROMAN: Name.r, ARABIC: Name.D}
        numbers = Array()
        before = ""
        for number, place in enumerate(self._joint.places):
            if place.numbering == before:
                continue
            before = place.numbering
            label = Dictionary(St=place.number)
            if (style := styles[place.numbering]) is None:
                label = Dictionary(P=pikepdf.String("Cover"))
            else:
                label.S = style
            numbers.append(number)
            numbers.append(label)
        self._pdf.Root.PageLabels = Dictionary(Nums=numbers)

    def _metadata(self) -> None:
        pdf, facts = self._pdf, self._joint.facts
        pdf.Root.Lang = pikepdf.String(facts["language"])
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as meta:
            for key, value in _described(facts):
                meta[key] = value


def _described(facts: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    title = facts["title"]
    yield "dc:title", f"{title}: {facts['subtitle']}" if facts["subtitle"] else title
    yield "dc:creator", [facts["author"]]
    yield "dc:language", [facts["language"]]
    if facts["rights"]:
        yield "dc:rights", facts["rights"]
    yield "pdf:Producer", facts["producer"]
    yield "pdfuaid:part", "1"
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        made = datetime.fromtimestamp(int(epoch), UTC).isoformat()
        yield "xmp:CreateDate", made
        yield "xmp:ModifyDate", made


def _upright(facts: PageFacts) -> bytes:
    """Undo WeasyPrint's turned axes, which stay in force at the end of its content."""
    return f"1 0 0 -1 0 {facts.height:.4f} cm\n".encode()


def _public(name: str) -> str:
    """Return the name of a place as it stands in the PDF: plain ASCII sorts the same everywhere."""
    return quote(name, safe="/#.-_~")
