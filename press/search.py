"""Sphinx extension: the search of the website, by section, with headings first.

Every section of every finished page is one entry: its address, its heading, where it stands, its
words and its code. They are read from the pages as written, so that search finds what is shown. The
script of the search page (``theme/web/search``) ranks them in the browser with MiniSearch, from a
server and from the file system alike, and loads the entries when somebody begins to type; Sphinx's
own index is not made.

https://lucaong.github.io/minisearch/
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import lxml.html
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from press.css import theme_folder
from press.page_notes import PageNotes
from press.website import is_book_site

ENTRIES = "search-entries.js"
_SCRIPTS = ("minisearch.js", "search.js")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SKIPPED = {"script", "style", "button", "svg"}
_LINKS = {"headerlink", "listing-link"}


@dataclass
class Section:
    """One section of a page: ``anchor`` is empty for the page's own, ``words`` are as shown."""

    anchor: str
    heading: str = ""
    words: str = ""


def sections(html: str) -> list[Section]:
    """Return the sections of a page; the words of an inner section are not its outer one's."""
    root = lxml.html.document_fromstring(html)
    found: list[Section] = []
    for article in list(root.iter("article"))[:1]:
        _collect(article, Section(""), found)
    for section in found:
        section.heading = " ".join(section.heading.split())
        section.words = " ".join(section.words.split())
    return [section for section in found if section.heading]


def _collect(element: lxml.html.HtmlElement, into: Section, found: list[Section]) -> None:
    """Add what ``element`` says to the section ``into``, and each section in it to ``found``."""
    into.words += element.text or ""
    for child in element:
        if not isinstance(child.tag, str) or _is_skipped(child):
            pass
        elif child.tag == "section" and child.get("id"):
            inner = Section(child.get("id") if found else "")
            found.append(inner)
            _collect(child, inner, found)
        elif child.tag in _HEADINGS and element.tag == "section":
            title = Section("")
            _collect(child, title, found)
            into.heading = into.heading or title.words
        else:
            _collect(child, into, found)
        into.words += child.tail or ""


def _is_skipped(element: lxml.html.HtmlElement) -> bool:
    classes = set(element.get("class", "").split())
    return element.tag in _SKIPPED or bool(classes & _LINKS) or element.get("aria-hidden") == "true"


def entries(app: Sphinx) -> list[list[str]]:
    """Return address, heading, page's title and words of every section of the finished site."""
    listed = []
    notes = PageNotes(Path(app.doctreedir, "search-notes.json"), Path(__file__).read_bytes())
    for name in sorted(app.env.all_docs):
        address = app.builder.get_target_uri(name)
        page = Path(app.builder.get_outfilename(name))  # type: ignore[attr-defined]
        for section in _sections_of(page, name, notes):
            place = f"{address}#{section.anchor}" if section.anchor else address
            title = app.env.titles[name].astext() if section.anchor else ""
            listed.append([place, section.heading, title, section.words])
    notes.save()
    return listed


def _sections_of(page: Path, name: str, notes: PageNotes) -> list[Section]:
    raw = page.read_bytes()
    found = notes.take(name, raw, lambda: [astuple(one) for one in sections(raw.decode())])
    return [Section(*one) for one in found]


def _leave_stock_index(app: Sphinx) -> None:
    if is_book_site(app):
        app.builder.search = False  # type: ignore[attr-defined]


def _search_page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    if is_book_site(app):
        yield "search", {"search_scripts": _SCRIPTS}, "search.html"


def _write_index(app: Sphinx, exception: Exception | None) -> None:
    if exception or not is_book_site(app):
        return
    static = Path(app.outdir) / "_static"
    source = theme_folder(Path(app.confdir)) / "web" / "search"
    for name in (*_SCRIPTS, "LICENSE-MiniSearch.txt"):
        shutil.copyfile(source / name, static / name)
    # A script and not a JSON file: a page of the file system may load scripts and fetch nothing.
    text = json.dumps(entries(app), ensure_ascii=False, separators=(",", ":"))
    (static / ENTRIES).write_text(f"window.bookEntries={text};\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace the stock index and its page."""
    app.connect("builder-inited", _leave_stock_index)
    app.connect("html-collect-pages", _search_page)
    app.connect("build-finished", _write_index)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
