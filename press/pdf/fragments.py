"""A document as print needs it: one HTML fragment whose names are unique in the whole book.

Sphinx writes a page as if it were alone. Here its ids get the document's name before them, its
links become ``book:`` links that the merge resolves, and each cross reference gets a box for the
number of the page it leads to. A fragment depends on its document alone, never on the run that
made it: equal text gives equal bytes, and the cache of set pages relies on that.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree, html
from lxml.html import HtmlElement

from press.pdf.typography import keep_ranges, print_addresses, soft_breaks
from press.whole import write_whole

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPTY_SPANS = frozenset({"pre", "std", "doc", "xref", "caption-text"})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
#: A cross reference inside one of these is navigation or a label: no "(page 12)" after it.
_QUIET = frozenset({"toctree-wrapper", "no-page", "contents", "module-facts", "headerlink"})
SHORT_LISTING = 14
_LINE = 80  # characters in a line of a box
_FIGURE_LINES = 14
_MOST_LINES = 30
# The room that things take beside that of their text, in characters of plain text; measured.
_ROOM = {"img": 1180, "h1": 300, "h2": 300, "h3": 300, "h4": 300, "p": 35, "pre": 90}
_CODE_LINE = 45


@dataclass(frozen=True)
class Heading:
    """A title in a document: ``number`` is what stands before it ("Core 01"), often empty."""

    level: int
    id: str
    number: str
    text: str
    markup: str


@dataclass
class Fragment:
    """One document, ready to be set.

    ``images`` maps the names used in ``markup`` to files, ``lines`` to the source line of each.
    ``figures`` are those with a number and a caption. ``length`` says how many characters of plain
    text would take as much room as the document, ``offsets`` how many of them stand before an id,
    ``links`` which ids of the book the document leads to. ``problems`` are faults found while
    writing.
    """

    docname: str
    source: str
    markup: str = ""
    characters: int = 0
    length: int = 0
    headings: list[Heading] = field(default_factory=list)
    figures: list[Heading] = field(default_factory=list)
    images: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def title(self) -> Heading:
        """The document's own heading."""
        if self.headings:
            return self.headings[0]
        return Heading(1, self.docname, "", self.docname, html_text(self.docname))

    def save(self, path: Path) -> None:
        """Write the fragment to ``path``."""
        write_whole(path, json.dumps(asdict(self)))

    @classmethod
    def load(cls, path: Path) -> Fragment:
        """Read what :meth:`save` wrote."""
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for kind in ("headings", "figures"):
            data[kind] = [Heading(**heading) for heading in data[kind]]
        return cls(**data)


def html_text(text: str) -> str:
    """Escape ``text`` for HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def destination(docname: str, anchor: str = "") -> str:
    """Name a place in the book; without ``anchor`` the top of the document."""
    return f"{docname}#{anchor}" if anchor else docname


@dataclass(frozen=True)
class Words:
    """Words that print adds: before a page number, and above the addresses of links."""

    page: str = "page"
    addresses: str = "Addresses of links"


def write_fragment(fragment: Fragment, body: str, words: Words) -> None:
    """Fill ``fragment`` from ``body``, the HTML of its document.

    ``fragment.images`` must map the image names in ``body`` to files.
    """
    root = html.fragment_fromstring(body, create_parent="div")
    _plain(root)
    _names(root, fragment.docname)
    _titles(root, fragment)
    _figures(root, fragment)
    _images(root, fragment)
    _links(root, fragment, words.page)
    print_addresses(root, words.addresses)
    _tables(root)
    keep_ranges(root)
    soft_breaks(root)
    _boxes(root)
    _listings(root)
    for details in root.iter("details", "summary"):
        details.tag = "div" if details.tag == "details" else "p"
    _measure(root, fragment)
    fragment.markup = _inner(root)


def _inner(element: HtmlElement) -> str:
    text = html_text(element.text or "")
    return text + "".join(html.tostring(child, encoding="unicode") for child in element)


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _lineage(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _add_class(element: HtmlElement, name: str) -> None:
    element.set("class", f"{element.get('class') or ''} {name}".strip())


def _plain(root: HtmlElement) -> None:
    """Drop what carries no meaning on paper: comments, and spans that only a script or sheet uses.

    Layout time grows with the number of inline elements, and Sphinx wraps each word of code.
    """
    for comment in list(root.iter(etree.Comment)):
        comment.drop_tree()
    for span in list(root.iter("span")):
        if not span.get("id") and (not span.attrib or _classes(span) & _EMPTY_SPANS):
            span.drop_tag()
    for listing in root.iter(
        "ul", "ol", "dl"
    ):  # white space between items would be text of the list
        for part in (listing, *listing):
            space = "text" if part is listing else "tail"
            if not (getattr(part, space) or "x").strip():
                setattr(part, space, None)
    for note in root.iter("small"):
        if "note" in _classes(note):
            _one_line(note)


def _one_line(note: HtmlElement) -> None:
    """Join the lines of a footnote: WeasyPrint sets line ends in floated notes as they stand."""
    for element in note.iter():
        if "note-code" not in _classes(element):
            element.text = re.sub(r"\s+", " ", element.text or "")
        if element is not note:
            element.tail = re.sub(r"\s+", " ", element.tail or "")


def _names(root: HtmlElement, docname: str) -> None:
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("id"):
            element.set("id", destination(docname, element.get("id")))


def _titles(root: HtmlElement, fragment: Fragment) -> None:
    """Move the ids of sections into their headings and collect the headings.

    A section can begin on the page before its heading, when the heading moves on: an id that
    stays outside would give the number of the wrong page.
    """
    first = True
    for section in root.iter("section"):
        heading = next((child for child in section if child.tag in _HEADINGS), None)
        if heading is None:
            continue
        names = [section.attrib.pop("id")] if section.get("id") else []
        for child in list(section)[: section.index(heading)]:
            if child.tag == "span" and child.get("id") and not child.text_content():
                names.append(child.get("id"))
                child.drop_tag()
        if first:
            names.append(fragment.docname)
            first = False
        number = heading.find('.//span[@class="module-number"]')
        before = "" if number is None else number.text_content().strip()
        markup = _title_markup(heading)
        text = html.fragment_fromstring(f"<p>{markup}</p>").text_content()
        name = names[0] if names else fragment.docname
        fragment.headings.append(
            Heading(int(heading.tag[1]), name, before, " ".join(text.split()), markup)
        )
        for name in reversed(names):
            anchor = html.Element("span", id=name)
            anchor.tail, heading.text = heading.text, None
            heading.insert(0, anchor)
    if first:
        root.insert(0, html.Element("span", id=fragment.docname))


def _figures(root: HtmlElement, fragment: Fragment) -> None:
    """Collect the figures that have a number; the list of figures leads to them."""
    for figure in root.iter("figure"):
        number = figure.find('.//figcaption//span[@class="caption-number"]')
        if number is None or not figure.get("id"):
            continue
        caption = number.getparent()
        said = html.fragment_fromstring(html.tostring(caption, encoding="unicode", with_tail=False))
        said.find('.//span[@class="caption-number"]').drop_tree()
        markup = _title_markup(said)
        text = " ".join(said.text_content().split())
        label = number.text_content().strip()
        fragment.figures.append(Heading(0, figure.get("id"), label, text, markup))


def _title_markup(heading: HtmlElement) -> str:
    """Return a heading's HTML for a contents line: no links, notes, ids or number inside."""
    copy = html.fragment_fromstring(html.tostring(heading, encoding="unicode"))
    for element in list(copy.iterdescendants()):
        if _classes(element) & {"note", "module-number"}:
            element.drop_tree()
        elif element.tag == "a":
            element.drop_tag()
        elif element.get("id"):
            del element.attrib["id"]
    return _inner(copy).strip()


def _images(root: HtmlElement, fragment: Fragment) -> None:
    folder = Path(fragment.source).parent
    for image in root.iter("img"):
        source = image.get("src") or ""
        if source.startswith("image:/"):
            image.set("src", "image:" + unquote(source.removeprefix("image:/")))
        elif source.startswith(("data:", "image:")):
            continue
        elif _SCHEME.match(source):
            fragment.problems.append(
                f"the picture {source} is on another host and is not printed: keep it in the book"
            )
        elif (folder / unquote(source)).is_file():
            name = f"{fragment.docname}/{Path(unquote(source)).name}"
            fragment.images[name] = os.fspath(folder / unquote(source))
            image.set("src", f"image:{name}")
        else:
            fragment.problems.append(f"the picture {source} does not exist")
        for name in ("width", "height"):  # WeasyPrint reads them only as presentational hints
            if value := image.attrib.pop(name, None):
                unit = "px" if value.isdigit() else ""
                image.set("style", f"{image.get('style') or ''};{name}:{value}{unit}".lstrip(";"))


def _links(root: HtmlElement, fragment: Fragment, page_word: str) -> None:
    found: set[str] = set()
    for link in list(root.iter("a")):
        href = link.attrib.pop("href", None)
        if href is None:
            continue
        if href.startswith("#"):
            href = "book:" + destination(fragment.docname, href[1:])
        elif not _SCHEME.match(href):
            _add_class(link, "nowhere")  # a file that is not part of the printed book
            continue
        link.set("href", href)
        if not href.startswith("book:"):
            continue
        found.add(href.removeprefix("book:"))
        around = list(_lineage(link))
        quiet = any(_classes(element) & _QUIET or element.tag in _HEADINGS for element in around)
        if any("toctree-wrapper" in _classes(element) for element in around):
            _contents_line(link, href)
        elif not quiet and "internal" in _classes(link) and "term" not in _classes(link):
            _page_of(link, href, page_word)
    fragment.links = sorted(found)


def _number_box(href: str) -> HtmlElement:
    return html.Element("a", {"class": "page-number", "href": "page:" + href.removeprefix("book:")})


def _page_of(link: HtmlElement, href: str, page_word: str) -> None:
    """Add ``(page …)`` behind a cross reference; the number is set by the merge."""
    around = html.Element("span", {"class": "page-of"})
    around.text = f"({page_word}\u00a0"
    box = _number_box(href)
    box.tail = ")"
    around.append(box)
    around.tail, link.tail = link.tail, " "
    link.addnext(around)


def _contents_line(link: HtmlElement, href: str) -> None:
    """Make an entry of a table of contents inside the text: title, dots, page number."""
    parent = link.getparent()
    if parent is not None:
        _add_class(parent, "contents-line")
    link.addnext(_number_box(href))


def _tables(root: HtmlElement) -> None:
    for table in root.iter("table"):
        rows = [sum(int(cell.get("colspan") or 1) for cell in row) for row in table.iter("tr")]
        columns = max(rows, default=0)
        if columns >= 5:
            _add_class(table, "wide")
        for cell in table.iter("th"):
            in_head = any(element.tag == "thead" for element in cell.iterancestors())
            cell.set("scope", "col" if in_head else "row")


def _listings(root: HtmlElement) -> None:
    for block in root.iter("pre"):
        lines = block.text_content().rstrip("\n").count("\n") + 1
        holder = block.getparent()
        while holder is not None and not any(
            name.startswith("highlight-") for name in _classes(holder)
        ):
            holder = holder.getparent()
        _add_class(
            block if holder is None else holder, "short" if lines < SHORT_LISTING else "tall"
        )


def _boxes(root: HtmlElement) -> None:
    """Keep a box in one piece unless it is long: a broken one stays open to the page's foot."""
    for box in root.iter("div"):
        if "admonition" not in _classes(box):
            continue
        code = sum((block.text_content().count("\n") + 2) for block in box.iter("pre"))
        figures = _FIGURE_LINES * sum(1 for _ in box.iter("img"))
        text = len(box.text_content()) // _LINE
        _add_class(box, "whole" if code + text + figures <= _MOST_LINES else "long-box")


def _measure(root: HtmlElement, fragment: Fragment) -> None:
    """Measure what stands before each id, to guess how many digits its page number has."""
    for event, element in _walk(root):
        if event == "text":
            fragment.characters += len(element)
            fragment.length += len(element)
        elif isinstance(element.tag, str):
            if element.get("id"):
                fragment.offsets[element.get("id")] = fragment.length
            fragment.length += _ROOM.get(element.tag, 0)
            if element.tag == "pre":
                code = element.text_content()
                fragment.length += _CODE_LINE * (code.count("\n") + 1) - len(code)


def _walk(element: HtmlElement) -> Iterator[tuple[str, Any]]:
    if "toctree-wrapper" in _classes(element):
        return
    yield "element", element
    if element.text:
        yield "text", element.text
    for child in element:
        yield from _walk(child)
        if child.tail:
            yield "text", child.tail
