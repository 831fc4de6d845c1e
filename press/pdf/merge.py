"""Join set units into one PDF: pages in order, outline, destinations, labels, metadata.

Each unit is fitted into its place as a :class:`Piece`, once; what is made anew for every book is
only what leads to pages.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from press.pdf import shared
from press.pdf.objects import Packer, write_file
from press.pdf.paginate import ARABIC, COVER, ROMAN, Place
from press.pdf.piece import Aim, Piece, Pieces, Side, Spot, public_name
from press.pdf.pool import SetUnit
from press.pdf.running import Running
from press.pdf.shared import Elsewhere
from press.pdf.structure import name_tree, tree_root
from press.pdf.typecase import Fonts

_STEP = 128


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
    """One merge of ``joint``; ``fonts`` is the folder that keeps subsets of fonts."""

    def __init__(self, joint: Joint, pieces: Pieces, fonts: Path) -> None:
        self._joint = joint
        self._maker = pieces
        self._sheet = pieces.sheet
        self._cache = fonts
        self._pdf = Pdf.new()
        self._elsewhere = Elsewhere(self._pdf)
        self._used: set[str] = set()
        self._pages: list[Any] = []
        self._number, self._key = shared.first_free(len(self._sheet.files)), 0  # free ones

    def write(self, target: Path) -> None:
        """Write the book beside ``target`` and rename it."""
        pieces = self._pieces()
        pinned = {
            shared.PAGES: self._order(pieces),
            shared.DOCUMENT: self._structure(pieces),
            **self._fonts(pieces),
        }
        self._destinations()
        self._outline()
        self._labels()
        self._metadata()
        pdf = self._pdf
        packer = Packer(pdf, self._elsewhere.known, chain(pinned, count(self._number)))
        rest = packer.pack([*pinned.values(), pdf.Root, pdf.trailer.Info])
        fresh = target.with_suffix(".new")
        blocks = [*(piece.block for piece in pieces), rest]
        write_file(fresh, blocks, packer.number(pdf.Root), packer.number(pdf.trailer.Info))
        fresh.replace(target)

    # -- Units --

    def _pieces(self) -> list[Piece]:
        """Fit each unit behind the one before it."""
        sides: list[list[Side]] = [[] for _ in self._joint.units]
        for physical, place in enumerate(self._joint.places):
            if not place.blank:
                left = bool(physical % 2) and place.numbering != COVER
                side = Side(left, place.label, self._joint.running.get(physical))
                sides[place.unit].append(side)
        pieces = []
        for unit, own in zip(self._joint.units, sides, strict=True):
            spot = Spot(self._number, self._key, own, dict(self._aims(unit.facts.links)))
            piece = self._maker.piece(unit, spot)
            self._number, self._key = _roomy(piece.end), _roomy(piece.end_key)
            pieces.append(piece)
        return pieces

    def _aims(self, names: Iterable[str]) -> Iterator[tuple[str, Aim]]:
        joint = self._joint
        for name in names:
            if name in joint.index:
                self._used.add(name)
                yield name, Aim(joint.places[joint.index[name]].label)
            elif name in joint.outside:
                yield name, Aim(joint.outside[name], joint.outside_file)

    def _order(self, pieces: Sequence[Piece]) -> Any:
        """Return the root of all pages in order, with the blanks between them."""
        width, height = self._sheet.length("page-width"), self._sheet.length("page-height")
        root = self._pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array()))
        for place in self._joint.places:
            if place.blank:
                box = Array([0, 0, width, height])
                blank = Dictionary(Type=Name.Page, MediaBox=box, Resources={}, Parent=root)
                self._pages.append(self._pdf.make_indirect(blank))
                root.Kids.append(self._pages[-1])
                continue
            piece = pieces[place.unit]
            self._pages.append(self._elsewhere(piece.pages[place.page]))
            if place.page == 0:
                root.Kids.append(self._elsewhere(piece.tree))
        root.Count = len(self._pages)
        self._pdf.Root.Pages = root
        return root

    def _structure(self, pieces: Sequence[Piece]) -> Any:
        """Return the one document that the parts of all units hang below."""
        named = sorted((piece.first_name, piece.names) for piece in pieces if piece.names)
        root = tree_root(
            self._pdf,
            [self._elsewhere(piece.part) for piece in pieces],
            [self._elsewhere(piece.leaf) for piece in pieces],
            [self._elsewhere(names) for _, names in named],
        )
        root.ParentTreeNextKey = self._key
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)
        return root.K[0]

    def _fonts(self, pieces: Sequence[Piece]) -> Mapping[int, Any]:
        uses = [use for unit in self._joint.units for use in unit.facts.fonts.values()]
        fonts = Fonts(self._pdf, self._maker.case, self._cache)
        return dict(fonts.embed(uses, [piece.shown for piece in pieces]))

    # -- What leads to pages --

    def _spot(self, name: str) -> Array:
        number = self._joint.index[name]
        place = self._joint.places[number]
        facts = self._joint.units[place.unit].facts.pages[place.page]
        x, y = facts.places[name]
        above = self._sheet.length("destination-above")
        return Array(
            [self._pages[number], Name.XYZ, max(0, round(x - above, 2)), round(y + above, 2), None]
        )

    def _destinations(self) -> None:
        names = sorted(self._used | {mark.target for mark in self._joint.marks})
        pairs = [(pikepdf.String(public_name(name)), self._spot(name)) for name in names]
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


def _roomy(number: int) -> int:
    """Return a first number for what follows that stays the same when a unit grows a little."""
    return -(-number // _STEP) * _STEP
