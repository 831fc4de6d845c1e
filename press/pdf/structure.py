"""Join the structure trees of units, so that the merged book stays tagged and accessible.

Copying pages drops the tree or doubles its numbers. Each unit keeps its tree therefore, hung below
the one document of the book, and the keys by which pages and links find their elements are moved
on by what the units before have used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf

_LEAF = 64


@dataclass(frozen=True)
class Branch:
    """The tree of a unit: its ``part`` of the document, its leaves in the trees of keys and names.

    ``elements`` are the structure elements by key, ``keys`` the keys that it has taken;
    ``first_name`` is the first of its names, which no name of another unit divides.
    """

    part: Any
    leaf: Any
    names: Any
    first_name: bytes
    elements: dict[int, Any]
    keys: int


def hang(source: Pdf, document: Any, moved: int) -> Branch:
    """Hang the tree of ``source`` below ``document``, its keys moved on by ``moved``."""
    tree = source.Root.StructTreeRoot
    part = tree.K[0]
    part.S = Name.Part
    part.P = document
    numbers = Array()
    elements: dict[int, Any] = {}
    pairs = list(tree.ParentTree.Nums)
    for key, value in zip(pairs[::2], pairs[1::2], strict=True):
        numbers.append(int(key) + moved)
        numbers.append(value)
        # The array's own items: a plain ``value`` is a copy where the array holds it directly.
        elements[int(key) + moved] = numbers[-1]
    for page in source.pages:
        page.obj.StructParents = int(page.obj.StructParents) + moved
        for note in page.obj.get("/Annots", ()):
            if "/StructParent" in note:
                note.StructParent = int(note.StructParent) + moved
    limits = Array([min(elements), max(elements)])
    leaf = source.make_indirect(Dictionary(Nums=numbers, Limits=limits))
    flat = list(tree.get("/IDTree", Dictionary(Names=Array())).Names)
    named = Dictionary(Names=Array(flat), Limits=Array([flat[0], flat[-2]])) if flat else None
    return Branch(
        part,
        leaf,
        None if named is None else source.make_indirect(named),
        bytes(flat[0]) if flat else b"",
        elements,
        1 + max(elements) - moved,
    )


def tree_root(pdf: Pdf, parts: Sequence[Any], leaves: Sequence[Any], names: Sequence[Any]) -> Any:
    """Return the root of the tree of all units; the first of its kids is the document."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array(parts))
    root.K = Array([pdf.make_indirect(document)])
    root.ParentTree = pdf.make_indirect(Dictionary(Kids=Array(leaves)))
    if names:
        root.IDTree = pdf.make_indirect(Dictionary(Kids=Array(names)))
    return root


def name_tree(pdf: Pdf, pairs: Sequence[tuple[Any, Any]]) -> Any:
    """Return a PDF name tree of sorted ``pairs`` of string and value."""

    def leaves() -> Iterator[Any]:
        for start in range(0, len(pairs), _LEAF):
            batch = pairs[start : start + _LEAF]
            flat = Array([part for pair in batch for part in pair])
            limits = Array([batch[0][0], batch[-1][0]])
            yield pdf.make_indirect(Dictionary(Names=flat, Limits=limits))

    return pdf.make_indirect(Dictionary(Kids=Array(list(leaves()))))
