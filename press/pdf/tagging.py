"""Mend the structure tree that WeasyPrint writes for one unit, before the PDF is closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]


def finish_tags(document: Any, pdf: Any, prefix: str) -> None:
    """Complete the tags of ``pdf``, the pydyf file of WeasyPrint's ``document``.

    Header cells say which cells they head; names of cells get ``prefix``, since they must be unique
    in the joined tree; a link says what it is called instead of where it leads.
    """
    elements = {
        obj.reference: obj for obj in pdf.objects if _is(obj) and obj.get("Type") == "/StructElem"
    }
    for element in elements.values():
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
    names = sorted(
        (element["ID"].string, reference)
        for reference, element in elements.items()
        if "ID" in element
    )
    root = next(obj for obj in pdf.objects if _is(obj) and obj.get("Type") == "/StructTreeRoot")
    flat = [part for name, reference in names for part in (pydyf.String(name), reference)]
    root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(flat)})
    for box in _linked(document):
        text = " ".join("".join(box.element.itertext()).split())
        if text:
            box.link_annotation["Contents"] = pydyf.String(text)


def _is(obj: Any) -> bool:
    return isinstance(obj, pydyf.Dictionary)


def _prefixed(name: Any, prefix: str) -> Any:
    return pydyf.String(f"{prefix}-{name.string}")


def _linked(document: Any) -> Iterator[Any]:
    for page in document.pages:
        for kind, _target, _rectangle, box in page.links:
            if kind == "external" and box.element is not None:
                yield box
