"""Mend the structure tree that WeasyPrint writes for one unit, before the PDF is closed."""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.pdf import tags

#: What WeasyPrint has no tag for. A footnote is the one use of ``small`` in a fragment.
_KINDS = {
    "code": "Code",
    "pre": "Code",
    "small": "Note",
    "small::footnote-call": "Reference",
    "small::footnote-marker": "Lbl",
}


def name_tags() -> None:
    """Teach WeasyPrint the tags of code and of footnotes, once in each process."""
    known = tags._get_pdf_tag
    if getattr(known, "knows_code", False):
        return

    def kind(tag: str | None) -> str:
        return _KINDS.get(tag or "") or str(known(tag))

    kind.knows_code = True  # type: ignore[attr-defined]
    tags._get_pdf_tag = kind


def finish_tags(document: Any, pdf: Any, prefix: str) -> None:
    """Complete the tags of ``pdf``, the pydyf file of WeasyPrint's ``document``.

    Header cells say which cells they head; what an item of a list says is its body; a note has a
    name. Names get ``prefix``, since they must be unique in the joined tree. A link is one
    annotation and says what it is called.
    """
    elements = {
        obj.reference: obj for obj in pdf.objects if _is(obj) and obj.get("Type") == "/StructElem"
    }
    for reference, element in elements.items():
        kind = element["S"]
        if kind == "/TH":
            row = elements.get(element["P"], {})
            in_head = elements.get(row.get("P"), {}).get("S") == "/THead"
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
            if "ID" in element:
                element["ID"] = _prefixed(element["ID"], prefix)
        elif kind == "/TD" and "Headers" in element["A"]:
            names = [_prefixed(name, prefix) for name in element["A"]["Headers"]]
            element["A"]["Headers"] = pydyf.Array(names)
        elif kind == "/Note":
            element["ID"] = _prefixed(pydyf.String(f"note-{int(reference.split()[0])}"), prefix)
    for item in [element for element in elements.values() if element["S"] == "/LI"]:
        _give_body(item, pdf, elements)
    names = sorted(
        (element["ID"].string, reference)
        for reference, element in elements.items()
        if "ID" in element
    )
    root = next(obj for obj in pdf.objects if _is(obj) and obj.get("Type") == "/StructTreeRoot")
    flat = [part for name, reference in names for part in (pydyf.String(name), reference)]
    root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(flat)})
    _join_links(document, pdf, elements)


def _give_body(item: Any, pdf: Any, elements: dict[bytes, Any]) -> None:
    """Put what a list item holds beside its label into a body: an item holds nothing else."""
    apart = ("/Lbl", "/LBody")
    loose = [kid for kid in item["K"] if elements.get(kid, {"S": ""})["S"] not in apart]
    if not loose:
        return
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "K": pydyf.Array(loose),
            "Pg": item["Pg"],
            "P": item.reference,
        }
    )
    pdf.add_object(body)
    elements[body.reference] = body
    for kid in loose:
        if kid in elements:
            elements[kid]["P"] = body.reference
    item["K"] = pydyf.Array([*(kid for kid in item["K"] if kid not in loose), body.reference])


def _join_links(document: Any, pdf: Any, elements: dict[bytes, Any]) -> None:
    """Leave one annotation a link: WeasyPrint makes one more for each element inside it."""
    inner = set()
    for page in document.pages:
        for kind, _target, _rectangle, box in page.links:
            if kind != "external":
                continue
            if not box.link:  # the link is that of an element around this one
                inner.add(box.link_annotation.reference)
            elif text := " ".join("".join(box.element.itertext()).split()):
                box.link_annotation["Contents"] = pydyf.String(text)
    for page in (obj for obj in pdf.objects if _is(obj) and obj.get("Type") == "/Page"):
        if "Annots" in page:
            page["Annots"] = pydyf.Array(note for note in page["Annots"] if note not in inner)
    gone = {
        obj.reference
        for obj in pdf.objects
        if _is(obj) and obj.get("Type") == "/OBJR" and obj["Obj"] in inner
    }
    kept = {obj.reference for obj in pdf.objects if _is(obj) and obj.get("Type") == "/OBJR"} - gone
    for element in elements.values():
        element["K"] = pydyf.Array(kid for kid in element["K"] if kid not in gone)
        if element["S"] == "/Link" and not kept.intersection(
            kid for kid in element["K"] if isinstance(kid, bytes)
        ):
            element["S"] = "/Span"


def _is(obj: Any) -> bool:
    return isinstance(obj, pydyf.Dictionary)


def _prefixed(name: Any, prefix: str) -> Any:
    return pydyf.String(f"{prefix}-{name.string}")
