"""PDF/UA: every mark has its element and every element its mark, and tags stand where they may.

The rules are those of ISO 14289-1 that a machine can decide and that PyPI's ``pdfua`` leaves out:
the walk from content to tree and back, which tag may stand in which, headings that skip no level,
notes with a name, fonts whose text can be read out. ``pdfua`` itself runs too, as a second opinion.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf

from press.checks.pdf_content import PageContent, Tree

#: What may stand in a tag, where the standard says it, and what a tag must stand in.
_WITHIN = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/TOC": {"/TOC", "/TOCI", "/Caption"},
    "/TOCI": {"/Lbl", "/Reference", "/NonStruct", "/P", "/TOC", "/Link", "/Span"},
}
_ONLY_IN = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
    "/THead": {"/Table"},
    "/TBody": {"/Table"},
    "/TFoot": {"/Table"},
    "/TOCI": {"/TOC"},
}
_STANDARD = frozenset(
    f"/{name}"
    for names in (
        ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"),
        ("NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl"),
        ("LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note"),
        ("Reference", "BibEntry", "Code", "Link", "Annot", "Figure", "Formula", "Form"),
    )
    for name in names
)
_HEADINGS = tuple(f"/H{level}" for level in range(1, 7))
_MEND = "mend the tags in press/pdf/tagging.py or structure.py and build again: make pdf"

Fault = tuple[str, str, int | None]


def tag_faults(pdf: Any, tree: Tree, pages: Sequence[PageContent]) -> Iterator[Fault]:
    """Yield what is wrong with the tags: what, how to mend it, the index of the page."""
    for fault in (_content(pdf, tree, pages), _annotations(pdf, tree)):
        for what, index in fault:
            yield what, _MEND, index
    for what in (*_places(tree), *_headings(tree), *_names(tree), *_identity(pdf), *_fonts(pdf)):
        yield what, _MEND, None


def _content(
    pdf: Any, tree: Tree, pages: Sequence[PageContent]
) -> Iterator[tuple[str, int | None]]:
    for index, (page, content) in enumerate(zip(pdf.pages, pages, strict=True)):
        for operator, count in content.loose.items():
            yield f"paints {count} times ({operator}) outside marked content", index
        if content.mixed:
            yield f"{content.mixed} artifacts and tagged contents stand in one another", index
        if any(count > 1 for count in content.marks.values()):
            yield "uses one mark for two contents", index
        known = tree.marks.get(page.obj.objgen, {})
        if orphans := content.marks.keys() - known.keys():
            yield f"{len(orphans)} marked contents are in no element", index
        if dangling := known.keys() - content.marks.keys():
            yield f"{len(dangling)} elements claim content that is not on the page", index
        if not known:
            continue
        parents = tree.parents.get(int(page.obj.get("/StructParents", -1)), ())
        wrong = sum(
            mark >= len(parents) or parents[mark].objgen != key for mark, key in known.items()
        )
        if wrong:
            yield f"the parent tree is wrong about {wrong} marked contents", index


def _annotations(pdf: Any, tree: Tree) -> Iterator[tuple[str, int | None]]:
    for index, page in enumerate(pdf.pages):
        notes = list(page.obj.get("/Annots", ()))
        if notes and page.obj.get("/Tabs") != "/S":
            yield "does not say that the tab key follows the structure (/Tabs /S)", index
        for note in notes:
            key = tree.notes.get(note.objgen)
            parent = tree.parents.get(int(note.get("/StructParent", -1)))
            if key is None or parent is None or parent.objgen != key:
                yield "a link is not in the structure tree", index
            elif note.get("/Subtype") == "/Link" and tree.elements[key].kind != "/Link":
                yield f"a link is tagged {tree.elements[key].kind}", index


def _places(tree: Tree) -> Iterator[str]:
    wrong: Counter[str] = Counter()
    for key, element in tree.elements.items():
        kind = element.kind
        above = tree.elements[element.above].kind if element.above in tree.elements else ""
        if kind not in _STANDARD:
            wrong[f"the tag {kind} is not of the standard"] += 1
        if kind in _ONLY_IN and above not in _ONLY_IN[kind]:
            wrong[f"{kind} stands in {above or 'the root'}"] += 1
        if kind in _WITHIN and (odd := set(tree.kids.get(key, ())) - _WITHIN[kind]):
            wrong[f"{kind} holds {', '.join(sorted(odd))}"] += 1
    if tree.astray:
        wrong["an element names another parent than the one that holds it"] += len(tree.astray)
    yield from (f"{what} ({count} times)" for what, count in wrong.items())


def _headings(tree: Tree) -> Iterator[str]:
    level = 0
    for element in tree.elements.values():  # in reading order
        if element.kind not in _HEADINGS:
            continue
        own = int(element.kind[2:])
        if own > level + 1:
            yield f"a heading of level {own} follows one of level {level}"
        level = own


def _names(tree: Tree) -> Iterator[str]:
    names: Counter[bytes] = Counter()
    bare = 0
    for element in tree.elements.values():
        name = element.object.get("/ID")
        if name is not None:
            names[bytes(name)] += 1
        elif element.kind == "/Note":
            bare += 1
    if bare:
        yield f"{bare} notes have no name"
    if doubles := sum(count > 1 for count in names.values()):
        yield f"{doubles} names stand for several elements"


def _identity(pdf: Any) -> Iterator[str]:
    with pdf.open_metadata() as meta:
        if str(meta.get("pdfuaid:part", "")) != "1":
            yield "its metadata does not say that it is PDF/UA-1"


def _fonts(pdf: Any) -> Iterator[str]:
    for font in pdf.objects:
        if not isinstance(font, pikepdf.Dictionary) or font.get("/Type") != "/Font":
            continue
        name, sort = font.get("/BaseFont", ""), font.get("/Subtype")
        if sort == "/Type0" and "/ToUnicode" not in font:
            yield f"the text of the font {name} cannot be read out: no /ToUnicode"
        if sort == "/CIDFontType2" and "/CIDToGIDMap" not in font:
            yield f"the font {name} has no /CIDToGIDMap"


def second_opinion(path: Path) -> list[str]:
    """Return what ``pdfua`` finds."""
    report = importlib.import_module("pdfua").validate(str(path))
    return [f"{finding.rule_id}: {finding.message}" for finding in report.findings]
