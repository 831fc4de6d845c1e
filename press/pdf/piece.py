"""Fit one unit into its place in a book: links, page numbers, margins, sides, tags.

A :class:`Spot` says all that a book decides about a unit. A unit in a spot is a :class:`Piece`:
bytes that go into the file as they are. Pieces are kept, so a book with one changed page is joined
from old pieces and one new one.
"""

from __future__ import annotations

import hashlib
import pickle
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from press.pdf import shared
from press.pdf.facts import INNER, NUMBERED, PageFacts
from press.pdf.kept import keep_recent
from press.pdf.objects import Block, Packer
from press.pdf.pool import SetUnit
from press.pdf.running import Margins, Running
from press.pdf.shared import Elsewhere
from press.pdf.sheet import Sheet
from press.pdf.structure import hang
from press.pdf.typecase import Shown, Style, TypeCase
from press.whole import write_whole

_MARKED = re.compile(rb"(?P<open><</MCID (?P<mark>\d+)>>\nBDC\n)(?P<block>.*?)(?=EMC\n)", re.DOTALL)
#: The modules that make a piece.
CODE = ("piece.py", "objects.py", "shared.py", "running.py", "structure.py", "typecase.py")


@dataclass(frozen=True)
class Side:
    """One page of a unit: whether it is a left-hand one, and what stands in its margins."""

    left: bool
    label: str
    running: Running | None


@dataclass(frozen=True)
class Aim:
    """A place that links lead to: its page number, and the file it is in, "" for this one."""

    label: str
    file: str = ""


@dataclass(frozen=True)
class Spot:
    """The place of a unit in a book.

    ``number`` and ``key`` are the first ones free for its objects and its structure, ``aims`` the
    places that its links lead to, by name; what is in no file is missing there.
    """

    number: int
    key: int
    sides: Sequence[Side]
    aims: Mapping[str, Aim]


@dataclass(frozen=True)
class Piece:
    """A unit in its spot: the numbers of its objects that the book refers to.

    ``tree`` is the node above its pages, ``part`` its structure, ``leaf`` and ``names`` its leaves
    in the trees of keys and of names (0 for none). ``end`` and ``end_key`` are free again.
    """

    block: Block
    tree: int
    pages: Sequence[int]
    part: int
    leaf: int
    names: int
    first_name: bytes
    end: int
    end_key: int
    shown: Shown


class Pieces:
    """Makes pieces with the measures of ``sheet``, and keeps them in ``cache``."""

    def __init__(self, sheet: Sheet, cache: Path) -> None:
        self.sheet = sheet
        self._cache = cache
        self._case = TypeCase(sheet)
        self._margins = Margins(sheet, self._case)
        self._base = _base_digest(sheet)
        self._used: set[str] = set()

    def piece(self, unit: SetUnit, spot: Spot) -> Piece:
        """Return ``unit`` in ``spot``."""
        digest = self._base.copy()
        digest.update(f"{unit.key} {spot!r}".encode())
        key = digest.hexdigest()[:32]
        self._used.add(key)
        path = self._cache / f"{key}.piece"
        if path.is_file():
            piece: Piece = pickle.loads(path.read_bytes())
            return piece
        self._case.shown = {}
        with Pdf.open(unit.path) as source:
            piece = _Fitting(source, unit, spot, self).piece()
        write_whole(path, pickle.dumps(piece))
        return piece

    def forget(self) -> None:
        """Drop the oldest pieces that no recent book was made of."""
        keep_recent(self._cache, ".piece", self._used)

    @property
    def case(self) -> TypeCase:
        """What text is set with."""
        return self._case

    @property
    def margins(self) -> Margins:
        """What stands in margins."""
        return self._margins


def _base_digest(sheet: Sheet) -> hashlib._Hash:
    libraries = f"{pikepdf.__version__} {pikepdf.__libqpdf_version__} {zlib.ZLIB_RUNTIME_VERSION}"
    digest = hashlib.sha256(f"{sheet.digest} {libraries}".encode())
    for module in CODE:
        digest.update(Path(__file__).with_name(module).read_bytes())
    return digest


class _Fitting:
    """Changes ``source``, the file of a unit, until it fits its spot."""

    def __init__(self, source: Pdf, unit: SetUnit, spot: Spot, pieces: Pieces) -> None:
        self._source = source
        self._unit = unit
        self._spot = spot
        self._sheet = pieces.sheet
        self._case = pieces.case
        self._margins = pieces.margins
        self._elsewhere = Elsewhere(source)

    def piece(self) -> Piece:
        """Do all of it."""
        source, spot = self._source, self._spot
        pages = [page.obj for page in source.pages]
        branch = hang(source, self._elsewhere(shared.DOCUMENT), spot.key)
        for page, side, facts in zip(pages, spot.sides, self._unit.facts.pages, strict=True):
            self._links(page, facts, branch.elements)
            self._margin(page, side, facts)
            if side.left:
                self._turn(page)
        self._fonts(pages[0])
        tree = source.make_indirect(
            Dictionary(
                Type=Name.Pages,
                Count=len(pages),
                Kids=Array(pages),
                Parent=self._elsewhere(shared.PAGES),
            )
        )
        for page in pages:
            page.Parent = tree
        packer = Packer(source, self._elsewhere.known, count(spot.number))
        roots = [tree, branch.part, branch.leaf]
        block = packer.pack([*roots, branch.names] if branch.names is not None else roots)
        return Piece(
            block=block,
            tree=packer.number(tree),
            pages=[packer.number(page) for page in pages],
            part=packer.number(branch.part),
            leaf=packer.number(branch.leaf),
            names=packer.number(branch.names) if branch.names is not None else 0,
            first_name=branch.first_name,
            end=spot.number + len(block.numbers),
            end_key=spot.key + branch.keys,
            shown=self._case.shown,
        )

    def _turn(self, page: Any) -> None:
        """Make a left-hand page: everything is set for a right-hand one, the window moves."""
        shift = self._sheet.length("margin-inner") - self._sheet.length("margin-outer")
        for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
            left, low, right, high = (float(side) for side in page[box])
            page[box] = Array([left + shift, low, right + shift, high])

    def _margin(self, page: Any, side: Side, facts: PageFacts) -> None:
        """Set what stands beside the text."""
        content = _upright(facts)
        if side.running is not None:
            content += self._margins.show(side.running, side.label, left=side.left)
        content += self._margins.breaks(facts.breaks)
        page.Contents = Array([page.Contents, self._source.make_stream(content)])

    def _fonts(self, page: Any) -> None:
        """Lead all fonts to the files that units share; ``page`` has the resources of all pages."""
        for font in page.Resources.Font.values():
            use = self._unit.facts.fonts.get(str(font.get("/BaseFont", "/"))[1:])
            if use is not None:
                file = shared.font_file(self._sheet.files.index(use.sha))
                font.DescendantFonts[0].FontDescriptor.FontFile2 = self._elsewhere(file)
        self._case.lend(page, self._elsewhere)

    def _links(self, page: Any, facts: PageFacts, elements: Mapping[int, Any]) -> None:
        """Lead the links of a page to places in the book, and set the numbers among them."""
        boxes = iter(facts.numbers)
        shown: dict[int, tuple[str, Style]] = {}
        for note in page.get("/Annots", ()):
            action = note.get("/A")
            scheme, _, rest = str(action.URI).partition(":") if action is not None else ("", "", "")
            if scheme not in INNER:
                continue
            name = unquote(rest)
            del note.A
            box = next(boxes) if scheme == NUMBERED else None
            aim = self._spot.aims.get(name)
            if aim is None:
                continue  # reported already, as a link of its document that leads nowhere
            public = pikepdf.String(public_name(name))
            if aim.file:
                note.A = Dictionary(S=Name.GoToR, F=pikepdf.String(aim.file), D=public)
            else:
                note.Dest = public
            if box is not None:
                link = elements[int(note.StructParent)]
                mark = next(int(kid) for kid in link.K if isinstance(kid, int))
                shown[mark] = (aim.label, Style(box.family, box.weight, box.italic))
                note.Contents = pikepdf.String(aim.label)
        if shown:
            self._set_numbers(page, shown)

    def _set_numbers(self, page: Any, shown: Mapping[int, tuple[str, Style]]) -> None:
        """Set page numbers in the place of the zeros in marked content, so that they stay text."""

        def number(match: re.Match[bytes]) -> bytes:
            mark = int(match["mark"])
            if mark not in shown:
                return match[0]
            return match["open"] + self._case.replace(match["block"], *shown[mark])

        content = _MARKED.sub(number, page.Contents.read_bytes())
        page.Contents = self._source.make_stream(content)


def _upright(facts: PageFacts) -> bytes:
    """Undo WeasyPrint's turned axes, which stay in force at the end of its content."""
    return f"1 0 0 -1 0 {facts.height:.4f} cm\n".encode()


def public_name(name: str) -> str:
    """Return the name of a place as it stands in the PDF: plain ASCII sorts the same everywhere."""
    return quote(name, safe="/#.-_~")
