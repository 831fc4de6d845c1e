"""A book of one track beside the whole: its pages are those of the whole, without other tracks'.

Nothing is built twice. A page that links nothing outside its track is taken byte for byte; in the
others a link that would lead nowhere becomes text. In running text the module that it named
follows in parentheses, once a page; in a list that the press made (a contents list, the question
bank, the examples) an entry that leads out of the book is left out.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

from press.epub_package import About, NavEntry
from press.kept import Shelf
from press.xhtml import VOID, XHTML

_X = f"{{{XHTML}}}"
_LISTS = {"bank", "example-index", "toctree-wrapper"}
# A line above a list says whose entries follow; without the list it says nothing.
_LABELS = {"bank-module", "way-title", "caption"}
_OF_LINKS = ("href", "title", "role", "{http://www.idpf.org/2007/ops}type")
_HREF = re.compile(rb'href="([^"#]+)')


@dataclass(frozen=True)
class Track:
    """One track: the folder of its pages, what readers call it, and the pages of its book."""

    name: str
    label: str
    pages: tuple[str, ...]

    def about(self, whole: About) -> About:
        """Return what the package says about the book of this track."""
        title = f"{whole.title}: {self.label} Track"
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{whole.identifier}/{self.name}")
        words = f"The {self.label} track of {whole.title}. {whole.description}".strip()
        return replace(whole, identifier=f"urn:uuid:{name}", title=title, description=words)


def tracks(names: Mapping[str, str], pages: Sequence[str], root: str) -> list[Track]:
    """Return the tracks that have a book of their own, each with its pages in their order.

    ``names`` maps the folders of the tracks to their labels. There are none in a book of fewer
    than two tracks, and none where the first page, ``root``, is itself a page of a track.
    """
    if len(names) < 2 or root.partition("/")[0] in names:
        return []
    found = []
    for name, label in names.items():
        others = tuple(f"{other}/" for other in names if other != name)
        kept = tuple(page for page in pages if not page.startswith(others))
        if any(page.startswith(f"{name}/") for page in kept):
            found.append(Track(name, label, kept))
    return found


def contents_of(entries: Iterable[NavEntry], pages: Iterable[str]) -> list[NavEntry]:
    """Return the entries that lead to one of ``pages``; a part without any is left out."""
    kept = frozenset(pages)
    found = []
    for entry in entries:
        children = contents_of(entry.children, kept)
        if entry.href in kept or children:
            href = entry.href if entry.href in kept else ""
            found.append(NavEntry(entry.title, href, children))
    return found


def copy_pages(  # noqa: PLR0917 -- what is copied, and where
    source: Path,
    target: Path,
    track: Track,
    titles: Mapping[str, str],
    files: Iterable[str],
    shelf: Shelf,
) -> None:
    """Write the pages of the track's book to ``target``, and copy ``files`` there as they are.

    ``titles`` maps every page of the whole book to the title of the module that it belongs to.
    """
    gone = frozenset(titles) - frozenset(track.pages)
    about = repr((track.name, sorted(gone), sorted(titles.items())))

    def of_track(name: str, data: bytes) -> bytes:
        if any(_target(name, href.decode()) in gone for href in _HREF.findall(data)):
            told = titles if name.startswith(f"{track.name}/") else {}
            return without_links(data, name, gone, told)
        return b""

    for name in (*track.pages, *files):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        data = b""
        if name.endswith(".xhtml"):
            whole = (source / name).read_bytes()
            data = shelf.take(["track", about, name, whole], partial(of_track, name, whole))
        if data:
            (target / name).write_bytes(data)
        else:
            shutil.copyfile(source / name, target / name)


def _target(page: str, href: str) -> str:
    parts = urlsplit(href)
    if parts.scheme or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def without_links(data: bytes, page: str, gone: Iterable[str], titles: Mapping[str, str]) -> bytes:
    """Return the page ``page`` without links to the pages ``gone``.

    What is in ``titles`` is named behind the first link to it.
    """
    tree = etree.fromstring(data).getroottree()
    root, lost = tree.getroot(), frozenset(gone)
    links = [a for a in root.iter(f"{_X}a") if _target(page, a.get("href") or "") in lost]
    for link in links:
        entry = _entry(link)
        if entry is not None:
            _drop(entry)
    named: set[str] = set()
    for link in links:
        if next(link.iterancestors(f"{_X}html"), None) is None:
            continue  # it went with its entry
        title = titles.get(_target(page, link.get("href") or ""), "")
        text = " ".join("".join(map(str, link.itertext())).split())
        link.tag = f"{_X}span"
        for name in set(_OF_LINKS) & set(map(str, link.attrib)):
            del link.attrib[name]
        if title and title not in named and not _says(text, title):
            named.add(title)
            link.tail = f" ({title}){link.tail or ''}"
    for element in root.iter(tag=etree.Element):
        if element.text is None and not len(element) and element.tag not in VOID:
            element.text = ""
    text = etree.tostring(tree, encoding="unicode")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text.encode() + b"\n"


def _says(text: str, title: str) -> bool:
    """Whether the words of a link name the module already: by its title, or by its number."""
    return text in title or title in text or text.split()[:2] == title.split()[:2]


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _entry(link: etree._Element) -> etree._Element | None:
    """Return the entry of a list made by the press that ``link`` leads, if it is in one."""
    item = next(link.iterancestors(f"{_X}li"), None)
    if item is None or next(item.iter(f"{_X}a")) is not link:
        return None
    made = (around for around in item.iterancestors() if _classes(around) & _LISTS)
    return item if next(made, None) is not None else None


def _drop(element: etree._Element) -> None:
    """Take an element out, and what is empty without it: its list, the label above, the section."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    parent.remove(element)
    if element.tag == f"{_X}ul" and before is not None and _classes(before) & _LABELS:
        _drop(before)
    if _is_empty(parent):
        _drop(parent)


def _is_empty(element: etree._Element) -> bool:
    """Whether nothing is left of a list, or nothing but the heading of a section."""
    names = {etree.QName(child).localname for child in element}
    if element.tag == f"{_X}section":
        return names <= {"h1", "h2", "h3", "h4", "h5", "h6", "span"}
    return element.tag == f"{_X}ul" and not names
