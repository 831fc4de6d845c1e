"""Join the structure trees of units, so that the merged book stays tagged and accessible.

Copying pages drops the tree or doubles its numbers. Each unit's tree is therefore copied after its
pages and hung below one document, and the keys by which pages and links find their elements are
moved on by what the units before have used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

_LEAF = 64


class Structure:
    """The structure tree of the book under construction."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array())
        )
        self._leaves: list[Any] = []
        self._ids: list[tuple[bytes, Any, Any]] = []
        self._next = 0

    def add(self, source: Pdf, pages: Sequence[Any]) -> dict[int, Any]:
        """Take over the tree of ``source``, whose copied ``pages`` are in the book already.

        Returns the elements by the key that pages and annotations now carry.
        """
        tree = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        part = tree.K[0]
        part.S = Name.Part
        part.P = self._document
        self._document.K.append(part)
        numbers = Array()
        elements: dict[int, Any] = {}
        pairs = list(tree.ParentTree.Nums)
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            numbers.append(int(key) + self._next)
            numbers.append(value)
            # The array's own items: a plain ``value`` is a copy where the array holds it directly.
            elements[int(key) + self._next] = numbers[-1]
        for page in pages:
            page.StructParents = int(page.StructParents) + self._next
            for note in page.get("/Annots", ()):
                if "/StructParent" in note:
                    note.StructParent = int(note.StructParent) + self._next
        last = self._next + len(elements) - 1
        limits = Array([self._next, last])
        self._leaves.append(self._pdf.make_indirect(Dictionary(Nums=numbers, Limits=limits)))
        self._next = last + 1
        names = list(tree.get("/IDTree", Dictionary(Names=Array())).Names)
        for name, element in zip(names[::2], names[1::2], strict=True):
            self._ids.append((bytes(name), name, element))
        return elements

    def close(self) -> None:
        """Write the tree into the book."""
        root = self._root
        root.K = Array([self._document])
        root.ParentTree = self._pdf.make_indirect(Dictionary(Kids=Array(self._leaves)))
        root.ParentTreeNextKey = self._next
        if self._ids:
            ordered = sorted(self._ids, key=lambda item: item[0])
            root.IDTree = name_tree(self._pdf, [(name, element) for _, name, element in ordered])
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)


def name_tree(pdf: Pdf, pairs: Sequence[tuple[Any, Any]]) -> Any:
    """Return a PDF name tree of sorted ``pairs`` of string and value."""

    def leaves() -> Iterator[Any]:
        for start in range(0, len(pairs), _LEAF):
            batch = pairs[start : start + _LEAF]
            flat = Array([part for pair in batch for part in pair])
            limits = Array([batch[0][0], batch[-1][0]])
            yield pdf.make_indirect(Dictionary(Names=flat, Limits=limits))

    return pdf.make_indirect(Dictionary(Kids=Array(list(leaves()))))


def text_string(text: str) -> Any:
    """Return ``text`` as a PDF string."""
    return pikepdf.String(text)
