"""What makes a folder of pages an EPUB: package file, navigation, and a zip that repeats itself.

Plain data in, files out. What a page needs is read from the page as it was written, so a build
that rewrote one page packs the same book as one that wrote all of them.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree

from press.kept import Shelf
from press.xhtml import pictures, properties

MEDIA_TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
}
_OLDEST = 315532800  # 1980-01-01, where the time of a zip begins


@dataclass
class NavEntry:
    """An entry of the table of contents; a part that is no page has no ``href``."""

    title: str
    href: str = ""
    children: list[NavEntry] = field(default_factory=list)
    order: int = 0

    @property
    def first(self) -> str:
        """The page where the entry begins."""
        return self.href or next((child.first for child in self.children), "")


@dataclass(frozen=True)
class Item:
    """A file of the book and what its package file says about it."""

    id: str
    href: str
    media_type: str
    properties: str = ""


@dataclass(frozen=True)
class About:
    """What the package says about the book. ``modified`` is in seconds since 1970, UTC."""

    identifier: str
    title: str
    subtitle: str
    author: str
    language: str
    publisher: str
    description: str
    rights: str
    modified: int


def build_time() -> int:
    """Return ``SOURCE_DATE_EPOCH`` if it is set, else the time now, in seconds since 1970."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())


def item_id(href: str) -> str:
    """Return an XML name for a file, the same in every build."""
    return "f-" + re.sub(r"[^A-Za-z0-9]+", "-", href).strip("-").lower()


def make_item(href: str, extra: Iterable[str] = ()) -> Item:
    """Describe the file ``href``; raise ``ValueError`` for a kind that an EPUB cannot hold."""
    ending = posixpath.splitext(href)[1].lower()
    if ending not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise ValueError(f"{href}: an EPUB cannot hold this kind of file; it holds {known}")
    return Item(item_id(href), href, MEDIA_TYPES[ending], " ".join(extra))


def leaves(entries: Iterable[NavEntry]) -> Iterator[NavEntry]:
    """Yield all entries that are pages, in reading order."""
    for entry in entries:
        if entry.href:
            yield entry
        yield from leaves(entry.children)


def without_parts(entries: Iterable[NavEntry]) -> list[NavEntry]:
    """Return the entries with the pages of each part in the part's place, for the old NCX."""
    flat: list[NavEntry] = []
    for entry in entries:
        flat += [entry] if entry.href else without_parts(entry.children)
    return flat


def depth(entries: Sequence[NavEntry]) -> int:
    """Return how many levels deep ``entries`` go."""
    return 1 + max((depth(entry.children) for entry in entries), default=0) if entries else 0


@dataclass
class Contents:
    """All files of the book, found by reading its pages.

    ``undescribed`` are the pictures without alternative text, ``missing`` those that no file
    stands behind, each with the page that shows it.
    """

    items: list[Item] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    undescribed: list[tuple[str, str]] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    formulas: bool = False

    @classmethod
    def read(
        cls, folder: Path, pages: Iterable[str], assets: Iterable[str], shelf: Shelf | None = None
    ) -> Contents:
        """Read ``pages`` (paths relative to ``folder``) and list them with what they show."""
        contents = cls()
        shown: dict[str, None] = {}
        for page in pages:
            found, pictured = _read(folder / page, shelf or Shelf(folder / ".kept"))
            contents.formulas |= "mathml" in found
            contents.items.append(make_item(page, found))
            for source, text in pictured:
                if source.startswith("data:"):
                    continue
                href = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(source)))
                if not (folder / href).is_file():
                    contents.missing.append((page, source))
                    continue
                shown[href] = None
                if not text.strip():
                    contents.undescribed.append((page, href))
        contents.pictures = list(shown)
        contents.items += [make_item(href) for href in sorted(shown)]
        contents.items += [make_item(href) for href in assets]
        return contents

    def accessibility(self) -> list[tuple[str, str]]:
        """Return schema.org metadata that this book keeps; what it does not keep is left out."""
        described = not self.undescribed
        facts = [("accessMode", "textual")]
        if self.pictures:
            facts.append(("accessMode", "visual"))
        if described:
            facts.append(("accessModeSufficient", "textual"))
        features = ["tableOfContents", "readingOrder", "structuralNavigation"]
        if self.pictures and described:
            features.append("alternativeText")
        if self.formulas:
            features.append("MathML")
        features.append("displayTransformability")
        facts += [("accessibilityFeature", feature) for feature in features]
        moving = any(href.endswith((".gif", ".webp")) for href in self.pictures)
        facts.append(("accessibilityHazard", "unknown" if moving else "none"))
        summary = "Headings, lists, tables and notes are marked as such; code is text."
        if self.pictures and described:
            summary += " Every picture has an alternative text."
        return [*facts, ("accessibilitySummary", summary)]


def _read(page: Path, shelf: Shelf) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the properties of a page, and the pictures that it shows with their texts."""
    data = page.read_bytes()

    def read() -> bytes:
        root = etree.fromstring(data)
        return json.dumps([properties(root), list(pictures(root))]).encode()

    found, pictured = json.loads(shelf.take(["page", data], read))
    return found, [(source, text) for source, text in pictured]


class Package:
    """Writes the files that are no pages into ``folder``, from the templates in ``templates``.

    ``shelf`` keeps what was packed.
    """

    def __init__(self, folder: Path, templates: Path, about: About, shelf: Shelf) -> None:
        self._folder = folder
        self._shelf = shelf
        self._templates = templates
        self._about = about
        loader = FileSystemLoader(templates)
        self._jinja = Environment(loader=loader, undefined=StrictUndefined, autoescape=False)

    def _write(self, name: str, **context: object) -> None:
        about = self._about
        template = self._jinja.get_template(f"{name}.jinja")
        text = template.render(lang=about.language, title=about.title, **context)
        (self._folder / name).write_text(text + "\n", encoding="utf-8")

    def cover(self, picture: str, alt: str) -> None:
        """Write the page that shows ``picture``."""
        self._write("cover.xhtml", cover=picture, alt=alt)

    def navigation(self, toc: list[NavEntry], heading: str, start: str) -> None:
        """Write both tables of contents; ``start`` is the page where the text begins."""
        for number, entry in enumerate(leaves(toc), 1):
            entry.order = number
        landmarks = [
            ("cover", "cover.xhtml", "Cover"),
            ("toc", "nav.xhtml#toc", heading),
            ("bodymatter", start, "Start of the text"),
        ]
        self._write("nav.xhtml", toc=toc, heading=heading, landmarks=landmarks)
        flat = without_parts(toc)
        identifier = self._about.identifier
        self._write("toc.ncx", toc=flat, identifier=identifier, depth=depth(flat))

    def opf(self, contents: Contents, spine: Sequence[str], cover: str) -> None:
        """Write the package file; ``spine`` are the pages after cover and contents, in order."""
        about = self._about
        manifest = [
            Item("nav", "nav.xhtml", "application/xhtml+xml", "nav"),
            Item("ncx", "toc.ncx", "application/x-dtbncx+xml"),
            Item("cover", "cover.xhtml", "application/xhtml+xml"),
            Item("cover-image", cover, MEDIA_TYPES[posixpath.splitext(cover)[1]], "cover-image"),
            *contents.items,
        ]
        self._write(
            "content.opf",
            identifier=about.identifier,
            subtitle=about.subtitle,
            author=about.author,
            publisher=about.publisher,
            description=about.description,
            rights=about.rights,
            modified=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(about.modified)),
            accessibility=contents.accessibility(),
            manifest=manifest,
            spine=["cover", "nav", *(item_id(page) for page in spine)],
        )

    def pack(self, contents: Contents, cover: str, target: Path) -> None:
        """Zip the book: same names, order, times and rights whenever the same book is packed."""
        stamp = time.gmtime(max(self._about.modified, _OLDEST))[:6]
        names = ["content.opf", "nav.xhtml", "toc.ncx", "cover.xhtml", cover]
        names += [item.href for item in contents.items]
        fresh = target.with_suffix(".new")
        with zipfile.ZipFile(fresh, "w") as book:
            _add(book, "mimetype", b"application/epub+zip", stamp, zipfile.ZIP_STORED)
            container = (self._templates / "container.xml").read_bytes()
            _add(book, "META-INF/container.xml", container, stamp)
            for name in names:
                data = (self._folder / name).read_bytes()
                packed = self._shelf.take(["packed", data], partial(_deflated, data))
                _add(book, name, data, stamp, packed=packed)
        fresh.replace(target)


def _add(  # noqa: PLR0917 -- a private one
    book: zipfile.ZipFile,
    name: str,
    data: bytes,
    stamp: tuple[int, ...],
    method: int = zipfile.ZIP_DEFLATED,
    packed: bytes | None = None,
) -> None:
    year, month, day, hour, minute, second = stamp
    entry = zipfile.ZipInfo(name, (year, month, day, hour, minute, second))
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    entry.file_size = len(data)
    with book.open(entry, "w") as member:
        if method == zipfile.ZIP_DEFLATED:
            compressor = _Packed(_deflated(data) if packed is None else packed)
            setattr(member, "_compressor", compressor)  # noqa: B010 -- zipfile has no way to say it
        member.write(data)


def _deflated(data: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


class _Packed:
    """Stands in the place of zipfile's compressor and gives what is packed already."""

    def __init__(self, packed: bytes) -> None:
        self._packed = packed

    def compress(self, _data: bytes) -> bytes:
        """Take a part of the data."""
        return b""

    def flush(self) -> bytes:
        """Give all that was packed."""
        return self._packed
