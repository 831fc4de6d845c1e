"""What a page of a PDF paints: marked content, and text with its place and true size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from typing import Any

import pikepdf

_PAINT = frozenset(("f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "BI"))
_SHOW = frozenset(("Tj", "TJ", "'", '"'))
_WATCHED = " ".join(("q Q cm BT Tm Td TD T* Tf BMC BDC EMC Do", *_PAINT, *_SHOW))
_DEEPEST = 12

Matrix = tuple[float, float, float, float, float, float]
_UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )


@dataclass(frozen=True)
class Shown:
    """A piece of text: its mark (-1 for none), where it begins, its size in points.

    A picture is shown too, by its corner, with size 0.
    """

    mark: int
    x: float
    y: float
    size: float


@dataclass
class PageContent:
    """What one page paints.

    ``marks`` counts how often each mark is opened, ``loose`` the operators that paint outside any
    marked content; ``mixed`` counts artifacts inside tagged content and the other way around.
    """

    marks: Counter[int] = field(default_factory=Counter)
    loose: Counter[str] = field(default_factory=Counter)
    mixed: int = 0
    shown: list[Shown] = field(default_factory=list)


class _Reader:
    """Walks the operators of a page and of the forms it paints."""

    def __init__(self) -> None:
        self.content = PageContent()
        self._open: list[int] = []  # marks; -1 for an artifact, -2 for a group without either

    def read(  # noqa: PLR0912 -- one branch an operator
        self, stream: Any, resources: Any, matrix: Matrix, depth: int = 0
    ) -> None:
        saved: list[tuple[Matrix, float]] = []
        line, size = _UNIT, 0.0
        read: Any = pikepdf.parse_content_stream(stream, _WATCHED)
        for operands, operator in read:
            name = str(operator)
            if name in {"q", "Q"}:
                if name == "q":
                    saved.append((matrix, size))
                elif saved:
                    matrix, size = saved.pop()
            elif name == "cm":
                matrix = _times(_numbers(operands), matrix)
            elif name == "BT":
                line = _UNIT
            elif name == "Tm":
                line = _numbers(operands)
            elif name in {"Td", "TD"}:
                x, y = (float(value) for value in operands)
                line = _times((1.0, 0.0, 0.0, 1.0, x, y), line)
            elif name == "Tf":
                size = float(operands[1])
            elif name in {"BMC", "BDC"}:
                self._begin(operands)
            elif name == "EMC":
                self._open.pop()
            elif name in _SHOW:
                self._paint(name)
                place = _times(line, matrix)
                scale = sqrt(abs(place[0] * place[3] - place[1] * place[2]))
                mark = max(self._open, default=-1)
                self.content.shown.append(Shown(mark, place[4], place[5], size * scale))
            elif name == "Do":
                self._paint(name)
                mark = max(self._open, default=-1)
                self.content.shown.append(Shown(mark, matrix[4], matrix[5], 0))
                self._form(resources, str(operands[0]), matrix, depth)
            else:
                self._paint(name)

    def _form(self, resources: Any, name: str, matrix: Matrix, depth: int) -> None:
        form = resources.get("/XObject", {}).get(name)
        if form is not None and form.get("/Subtype") == "/Form" and depth < _DEEPEST:
            own = _times(_numbers(form.get("/Matrix", _UNIT)), matrix)
            self.read(form, form.get("/Resources", resources), own, depth + 1)

    def _begin(self, operands: Any) -> None:
        if str(operands[0]) == "/Artifact":
            mark = -1
        elif len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary):
            mark = int(operands[1].get("/MCID", -2))
        else:
            mark = -2
        if mark >= 0:
            self.content.marks[mark] += 1
        self.content.mixed += (mark == -1 and max(self._open, default=-1) >= 0) or (
            mark >= 0 and bool(self._open)
        )
        self._open.append(mark)

    def _paint(self, operator: str) -> None:
        if not self._open:
            self.content.loose[operator] += 1


def _numbers(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)


def read_page(page: Any) -> PageContent:
    """Return what ``page``, a page of pikepdf, paints."""
    reader = _Reader()
    if "/Contents" in page.obj:
        reader.read(page, page.obj.get("/Resources", pikepdf.Dictionary()), _UNIT)
    return reader.content


@dataclass(frozen=True)
class Element:
    """An element of the structure tree; ``above`` is the key of its parent."""

    kind: str
    above: tuple[int, int]
    object: Any


class Tree:
    """The structure tree of a file, walked once."""

    def __init__(self, pdf: Any) -> None:
        self._root = pdf.Root.StructTreeRoot
        self.elements: dict[tuple[int, int], Element] = {}
        self.kids: dict[tuple[int, int], list[str]] = {}
        #: The element of each mark of each page, and of each annotation.
        self.marks: dict[tuple[int, int], dict[int, tuple[int, int]]] = {}
        self.notes: dict[tuple[int, int], tuple[int, int]] = {}
        self.astray: list[str] = []
        self._walk()

    def _walk(self) -> None:
        waiting: list[Any] = [self._root]
        while waiting:
            element = waiting.pop()
            key = element.objgen
            kids = element.get("/K", [])
            names = self.kids.setdefault(key, [])
            below: list[Any] = []
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if not isinstance(kid, pikepdf.Dictionary):
                    self._mark(element.Pg, int(kid), key)
                elif (sort := kid.get("/Type")) == "/MCR":
                    self._mark(kid.get("/Pg", element.get("/Pg")), int(kid.MCID), key)
                elif sort == "/OBJR":
                    self.notes[kid.Obj.objgen] = key
                else:
                    own = str(kid.get("/S", ""))
                    if kid.objgen in self.elements or kid.get("/P", self._root).objgen != key:
                        self.astray.append(own)
                        continue
                    self.elements[kid.objgen] = Element(own, key, kid)
                    names.append(own)
                    below.append(kid)
            waiting += reversed(below)

    def _mark(self, page: Any, mark: int, key: tuple[int, int]) -> None:
        self.marks.setdefault(page.objgen, {})[mark] = key

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The parent tree: what a page's marks, and an annotation, belong to."""
        found: dict[int, Any] = {}
        waiting = [self._root.get("/ParentTree", pikepdf.Dictionary())]
        while waiting:
            node = waiting.pop()
            waiting.extend(node.get("/Kids", ()))
            flat = list(node.get("/Nums", ()))
            found.update(
                {int(key): value for key, value in zip(flat[::2], flat[1::2], strict=True)}
            )
        return found

    def inside(self, key: tuple[int, int] | None, kinds: frozenset[str]) -> str:
        """Return the nearest of ``kinds`` that the element is or stands in, else ``""``."""
        while key is not None and key in self.elements:
            element = self.elements[key]
            if element.kind in kinds:
                return element.kind
            key = element.above
        return ""
