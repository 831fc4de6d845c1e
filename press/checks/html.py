"""HTML validity of the website, the decks and the landing page.

html5lib reports what the parsing rules of the standard call an error; on top of that come the
rules about content that a browser repairs in silence: ids used twice, references to ids that are
not there, missing alternative texts, blocks inside lines of text, heading levels left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import html5lib
import lxml.html
from html5lib.constants import E as MESSAGES

from press.checks.files import Folder, pages, parse
from press.checks.outcome import Origins, Outcome, missing_edition, plural
from press.finding import Finding
from press.layout import Layout

_FLOW_ONLY = frozenset(
    {
        *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main"),
        *("nav", "ol", "p", "pre", "section", "table", "ul"),
    }
)
_PHRASING_ONLY = frozenset(
    {
        *("abbr", "b", "bdi", "button", "cite", "code", "dfn", "em", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "i", "kbd", "label", "mark", "p", "pre", "q", "s", "samp", "small", "span"),
        *("strong", "sub", "sup", "time", "u", "var"),
    }
)
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "menu": {"li"},
    "dl": {"dt", "dd", "div"},
    "tr": {"td", "th"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
}
_ANYWHERE = {"script", "template"}
_OBSOLETE = {"acronym", "big", "center", "dir", "font", "frame", "marquee", "strike", "tt"}
_OBSOLETE_ATTRIBUTES = {"align", "bgcolor", "cellpadding", "cellspacing", "valign", "hspace"}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list")
_HEADING = re.compile(r"h[1-6]$")


def check_page(data: bytes, name: str, *, deck: bool = False) -> list[Finding]:
    """Check one page. ``deck`` pages have a heading for each slide, so levels are not compared."""
    found = [*_parse_errors(data, name)]
    root = parse(data, name)
    found += [*_document(root, name), *_ids(root, name), *_elements(root, name)]
    if not deck:
        found += _headings(root, name)
    return sorted(found)


def _parse_errors(data: bytes, name: str) -> Iterator[Finding]:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"))
    parser.parse(data, transport_encoding="utf-8")
    for (line, _column), code, values in parser.errors:
        what = MESSAGES.get(code, code) % values
        yield Finding(name, line, what, "mend what writes this markup", "html")


def _document(root: Any, name: str) -> Iterator[Finding]:
    if not (root.get("lang") or "").strip():
        yield Finding(name, 1, "<html> has no lang", "name the language of the text", "html")
    if not root.xpath("normalize-space(//head/title)"):
        yield Finding(name, 1, "the page has no title", "fill <title>", "html")
    if not root.xpath("//head/meta[@charset or @http-equiv='Content-Type']"):
        yield Finding(
            name, 1, "no character encoding is declared", 'add <meta charset="utf-8">', "html"
        )
    mains = len(root.xpath("//main[not(@hidden)]"))
    if mains > 1:
        yield Finding(name, 1, f"{mains} <main> on one page", "keep one", "html")


def _ids(root: Any, name: str) -> Iterator[Finding]:
    ids = Counter(root.xpath("//@id"))
    for value, count in ids.items():
        if not value or re.search(r"\s", value):
            yield Finding(name, 0, f"id={value!r} is empty or has a space", "name it anew", "html")
        if count > 1:
            line = root.xpath("//*[@id=$value]", value=value)[1].sourceline or 0
            what = f'id="{value}" stands on {count} elements'
            yield Finding(name, line, what, "give each its own", "duplicate-id")
    for attribute in _REFERENCES:
        for element in root.xpath(f"//*[@{attribute}]"):
            for value in element.get(attribute).split():
                if value not in ids:
                    what = f'{attribute}="{value}" refers to no element of the page'
                    mend = "name an id that exists"
                    yield Finding(name, element.sourceline or 0, what, mend, "html")


def _elements(root: Any, name: str) -> Iterator[Finding]:
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag.startswith("{"):
            continue
        yield from (
            Finding(name, element.sourceline or 0, what, mend, rule)
            for what, mend, rule in _faults(element)
        )


def _faults(element: lxml.html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    tag, parent = str(element.tag), element.getparent()
    if tag == "img":
        yield from _image(element)
    if tag in _OBSOLETE:
        yield f"<{tag}> is obsolete", "use an element of today and CSS", "html"
    if tag not in {"svg", "img"} and not _inside_svg(element):
        for attribute in sorted(_OBSOLETE_ATTRIBUTES.intersection(element.keys())):
            yield f"<{tag} {attribute}> is obsolete", "use CSS", "html"
    if tag in _FLOW_ONLY and parent is not None:
        for outer in element.iterancestors():
            if outer.tag in _PHRASING_ONLY:
                yield f"<{tag}> inside <{outer.tag}>", "a block cannot stand in a line", "html"
                break
            if outer.tag not in {"a", "ins", "del"}:
                break
    allowed = _CHILDREN.get(str(parent.tag)) if parent is not None else None
    if allowed and tag not in allowed | _ANYWHERE:
        yield f"<{tag}> directly inside <{parent.tag}>", f"use {sorted(allowed)[0]}", "html"
    outside = "head" if _inside_svg(element) else "body"
    if tag == "style" and any(outer.tag == outside for outer in element.iterancestors()):
        yield "<style> in the body", "move it into the head", "html"


def _image(element: lxml.html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    source, alt = element.get("src") or "", element.get("alt")
    if alt is None:
        yield f"image {source} has no alt", "say what it shows", "alt"
    elif alt and (alt == source or alt.rpartition("/")[2] == source.rpartition("/")[2]):
        yield f"the alt of image {source} is its path", "say what it shows", "alt"


def _inside_svg(element: lxml.html.HtmlElement) -> bool:
    return any(outer.tag == "svg" for outer in element.iterancestors())


def _headings(root: Any, name: str) -> Iterator[Finding]:
    headings = [
        element
        for element in root.iter()
        if isinstance(element.tag, str) and _HEADING.match(element.tag)
    ]
    first = [element for element in headings if element.tag == "h1"]
    if len(first) != 1:
        line = (first[1].sourceline or 0) if first else 1
        yield Finding(name, line, f"{len(first)} <h1> on the page", "have one", "heading")
    level = 0
    for element in headings:
        own = int(element.tag[1])
        if level and own > level + 1:
            text = " ".join(element.text_content().split())
            what = f"<h{own}> {text!r} follows <h{level}>"
            line = element.sourceline or 0
            yield Finding(name, line, what, f"use <h{level + 1}>", "heading")
        level = own
        if not "".join(element.itertext()).strip() and not element.xpath(".//img[@alt]"):
            yield Finding(name, element.sourceline or 0, "an empty heading", "fill it", "heading")


def run(layout: Layout) -> Iterator[Outcome]:
    """Check all pages of the website, the decks and the landing page."""
    origins = Origins(layout)
    for edition in ("web", "slides"):
        folder = layout.build / edition
        if not folder.is_dir():
            yield missing_edition("HTML", folder, edition)
            continue
        files = Folder(folder)
        found: list[Finding] = []
        names = pages(files)
        for name in names:
            place = f"build/{edition}/{name}"
            for finding in check_page(files.read(name), place, deck=edition == "slides"):
                needle = re.search(
                    r'id="([^"]+)"|image (\S+) |h\d> \'(.+?)\' follows', finding.what
                )
                hints = [hint for hint in (needle.groups() if needle else ()) if hint]
                found.append(origins.moved(finding, folder / name, *hints))
        yield Outcome("HTML", f"build/{edition}, {plural(len(names), 'page')}", found)
    landing = layout.build / "index.html"
    if not landing.is_file():
        yield missing_edition("HTML", landing, "")
    else:
        yield Outcome(
            "HTML", "build/index.html", check_page(landing.read_bytes(), "build/index.html")
        )
