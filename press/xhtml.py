"""Turn the body of an HTML page into what an e-reader can read: strict XHTML, and more.

- raw HTML of the sources (``<br>``, ``&nbsp;``, unquoted attributes) becomes XHTML;
- footnotes and their references say what they are, so that a reader can show them as a pop-up;
- each line of code is an element, so that a wrapped line hangs below its own indentation;
- what is folded away on the web (``<details>``) moves to the end of the page, linked both ways;
- check boxes of task lists get a label, table headings a scope, headings by role a level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import tinyhtml5
from lxml import etree

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
_X = f"{{{XHTML}}}"
_TYPE = f"{{{OPS}}}type"
VOID = frozenset(  # elements that have no end tag in HTML
    f"{_X}{name}"
    for name in ("area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr")
)
_PRE = re.compile(r'(<div class="highlight">)<pre>(?:<span></span>)?(.*?)\n?</pre>', re.DOTALL)
_INDENT = re.compile(r"(?:<[^>]*>)*( *)")
_LAST_INDENT = 24
NIGHT = "night-picture"
"""Class of a picture that stands behind another one and replaces it in dark mode."""


def finish_body(body: str, folds: str = "Answers") -> str:
    """Return the HTML fragment ``body`` as XHTML for an e-reader.

    ``folds`` is the heading of the section that takes what was folded away, if there is any.
    """
    root = _parse(_PRE.sub(_wrap_lines, body))
    _mark_footnotes(root)
    _move_folds(root, folds)
    _label(root)
    _pair_pictures(root)
    for element in root.iter(tag=etree.Element):
        if element.text is None and not len(element) and element.tag not in VOID:
            element.text = ""  # <a></a>: a reader that takes XHTML for HTML never closes <a/>
    text = etree.tostring(root, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("<")]


# -- Code -----------------------------------------------------------------------


def _wrap_lines(match: re.Match[str]) -> str:
    """Make each line of a highlighted block an element that knows how far it is indented."""
    # A marked line ends inside its mark; the newline belongs behind it.
    lines = match[2].replace("\n</span>", "</span>\n").split("\n")
    if any(line.count("<span") != line.count("</span>") for line in lines):
        return match[0]
    made = []
    for line in lines:
        indent = _INDENT.match(line)
        width = min(len(indent[1]) if indent else 0, _LAST_INDENT)
        made.append(f'<span class="line i{width}">{line}\n</span>')
    return f"{match[1]}<pre>{''.join(made)}</pre>"


def indent_rules(letter: float = 0.6) -> str:
    """Return the style rules of lines of code: a wrapped line hangs two letters further in.

    The sign that says so (``theme/epub/wrap.svg``) stands in the first of the two columns.
    ``letter`` is the width of a letter in em; all letters of the book's code font are as wide.
    """
    rules = []
    for width in range(_LAST_INDENT + 1):
        hang = f"{(width + 2) * letter:g}em"
        rules.append(
            f"pre .i{width} {{ padding-left: {hang}; text-indent: -{hang}; "
            f"background-position: {width * letter:g}em 0; }}"
        )
    return "\n".join(rules)


# -- Markup ---------------------------------------------------------------------


def _parse(body: str) -> etree._Element:
    """Parse ``body`` as XML, or as HTML if it is none; every element is in XHTML's namespace."""
    shell = f'<div xmlns="{XHTML}" xmlns:epub="{OPS}">'
    try:
        return etree.fromstring(f"{shell}{body}</div>")
    except etree.XMLSyntaxError:
        root = etree.fromstring(f"{shell}</div>")
        found = tinyhtml5.parse(f"<!doctype html><body><div>{body}</div>").find(f".//{_X}div")
        root.text = found.text
        for child in found:
            _copy(child, root)
        return root


def _copy(source: ElementTree.Element, parent: etree._Element) -> None:
    """Copy an element of the standard library's kind below ``parent``, without prefixes."""
    if not isinstance(source.tag, str):  # a comment
        return
    space = source.tag[1:].partition("}")[0]
    # The stubs know no nameless prefix, the library does.
    unnamed: dict[str, str] = {None: space}  # type: ignore[dict-item]
    made = etree.SubElement(parent, source.tag, dict(source.attrib), nsmap=unnamed)
    made.text, made.tail = source.text, source.tail
    for child in source:
        _copy(child, made)


def _mark_footnotes(root: etree._Element) -> None:
    for link in root.iterfind(f".//{_X}a[@role='doc-noteref']"):
        link.set(_TYPE, "noteref")
    for note in root.iterfind(f".//{_X}aside[@role='doc-footnote']"):
        note.set(_TYPE, "footnote")
    for group in root.iter(f"{_X}aside"):
        if "footnote-list" in (group.get("class") or "").split():
            group.tag = f"{_X}section"
            group.set(_TYPE, "footnotes")
            group.set("aria-label", "Footnotes")


def _label(root: etree._Element) -> None:
    for box in root.iterfind(f".//{_X}input[@type='checkbox']"):
        done = "done" if box.get("checked") is not None else "open"
        box.set("aria-label", box.get("aria-label") or done)
        for name in ("checked", "disabled"):
            if box.get(name) is not None:
                box.set(name, name)
    for heading in root.iterfind(".//*[@role='heading']"):  # the caption of a list of pages
        heading.set("aria-level", heading.get("aria-level") or "2")
    for cell in root.iter(f"{_X}th"):
        in_head = next(cell.iterancestors(f"{_X}thead"), None) is not None
        cell.set("scope", cell.get("scope") or ("col" if in_head else "row"))


def _pair_pictures(root: etree._Element) -> None:
    """Make a picture and its night version one ``<picture>``; old readers see the first."""
    for night in list(root.iterfind(f".//{_X}img[@class='{NIGHT}']")):
        day, parent = night.getprevious(), night.getparent()
        if day is None or parent is None or day.tag != f"{_X}img":
            raise ValueError(f"{night.get('src')}: a night picture needs a picture before it")
        both = etree.Element(f"{_X}picture")
        parent.replace(day, both)
        parent.remove(night)
        source = etree.SubElement(both, f"{_X}source", media="(prefers-color-scheme: dark)")
        source.set("srcset", night.get("src", ""))
        source.set("type", "image/svg+xml")
        both.append(day)
        both.tail, day.tail = day.tail, None


def _ids(root: etree._Element) -> set[str]:
    return {element.get("id", "") for element in root.iter(tag=etree.Element)}


def _free(base: str, taken: set[str]) -> str:
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return name


def _move_folds(root: etree._Element, heading: str) -> None:
    """Move the body of each outermost ``<details>`` to the end, with links there and back."""
    folds = [
        fold
        for fold in root.iter(f"{_X}details")
        if next(fold.iterancestors(f"{_X}details"), None) is None
    ]
    if not folds:
        return
    taken = _ids(root)
    section = etree.SubElement(_home(root), f"{_X}section", id=_free("folds", taken))
    section.set("class", "answers")
    etree.SubElement(section, f"{_X}h2").text = heading
    for fold in folds:
        _move_fold(fold, section, taken)


def _home(root: etree._Element) -> etree._Element:
    sections = [child for child in root if child.tag == f"{_X}section"]
    return sections[-1] if sections else root


def _move_fold(fold: etree._Element, section: etree._Element, taken: set[str]) -> None:
    summary = fold.find(f"{_X}summary")
    label = "".join(map(str, summary.itertext())).strip() if summary is not None else "More"
    target = fold.get("id") or _free("fold", taken)
    origin = _free(f"{target}-from", taken)
    entry = etree.SubElement(section, f"{_X}div", id=target)
    entry.set("class", " ".join(["answer-entry", *(fold.get("class") or "").split()]))
    title = etree.SubElement(entry, f"{_X}p")
    title.set("class", "answer-entry-title")
    etree.SubElement(title, f"{_X}a", href=f"#{origin}").text = label
    if summary is not None:
        entry.append(_text_after(summary))
        fold.remove(summary)
    elif fold.text:
        entry.append(_span(fold.text))
    entry.extend(list(fold))
    fold.tag, fold.text = f"{_X}p", None
    for name in list(fold.attrib):
        del fold.attrib[name]
    fold.set("class", "answer-links")
    etree.SubElement(fold, f"{_X}a", id=origin, href=f"#{target}").text = label


def _text_after(element: etree._Element) -> etree._Element:
    text, element.tail = element.tail, None
    return _span(text or "")


def _span(text: str) -> etree._Element:
    made = etree.Element(f"{_X}span")
    made.text = text
    return made


# -- What a page holds ------------------------------------------------------------


def pictures(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield address and alternative text of each picture on a finished page."""
    for image in root.iter(f"{_X}img"):
        yield image.get("src", ""), image.get("alt", "")
    for source in root.iter(f"{_X}source"):
        yield source.get("srcset", ""), "-"


def properties(root: etree._Element) -> list[str]:
    """Return what the package must say about a page: ``mathml``, ``svg``, ``scripted``."""
    found = []
    if next(root.iter("{http://www.w3.org/1998/Math/MathML}math"), None) is not None:
        found.append("mathml")
    if next(root.iter("{http://www.w3.org/2000/svg}svg"), None) is not None:
        found.append("svg")
    if next(root.iter(f"{_X}script", f"{_X}form"), None) is not None:
        found.append("scripted")
    return found
