"""Weight: no page of the website asks a first visit for more than 150 KB.

What a page loads by itself is added up as a server sends it, text with gzip: the page, its style
sheets and what they show, scripts, pictures. Pictures for day and night both count, and those
that wait until they are scrolled to: who reads at night to the end of the page loads all of them.
Fonts do not count, since they are loaded once for the whole site, nor does what a script loads
when somebody clicks or types.
"""

from __future__ import annotations

import gzip
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.etree

from press.checks.files import Files, Folder, pages, parse
from press.checks.links import candidates, css_addresses
from press.checks.outcome import Origins, Outcome, missing_edition, plural, relative
from press.finding import Finding
from press.layout import Layout

LIMIT = 150_000
_TEXT = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".xml", ".txt")
_FONTS = (".woff2", ".woff", ".ttf", ".otf")
_RELATIONS = frozenset({"stylesheet", "icon", "preload", "modulepreload"})
_SOURCES = (
    *(("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src")),
    *(("source", "srcset"), ("video", "src"), ("video", "poster"), ("audio", "src")),
    *(("iframe", "src"), ("embed", "src"), ("object", "data"), ("input", "src")),
    *(("image", "href"), ("image", "{http://www.w3.org/1999/xlink}href")),
)
_SHOWN = 3
_MENDS = {
    "the page": "cut the page in two, or move what it carries in itself to a file",
    "scripts": "load the script when somebody asks for what it does",
    "style sheets": "drop the rules that no page needs",
    "pictures": "draw the picture as SVG, or save it smaller",
}


class _Scales:
    """Weighs the files of a site, each once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.size = cache(self._size)
        self.of_sheet = cache(self._of_sheet)

    def _size(self, name: str) -> int:
        data = self._files.read(name)
        return len(gzip.compress(data, 6, mtime=0)) if name.endswith(_TEXT) else len(data)

    def _of_sheet(self, name: str) -> frozenset[str]:
        """Return the files that a style sheet loads."""
        css = self._files.read(name).decode("utf-8", "replace")
        return frozenset(
            self.files_at(name, (address.url for address in css_addresses(css, "", 1)))
        )

    def files_at(self, name: str, urls: Iterator[str]) -> Iterator[str]:
        """Yield the files of the site that the addresses in the file ``name`` lead to."""
        for url in urls:
            parts = urlsplit(url.strip())
            if parts.scheme or parts.netloc or not parts.path:
                continue
            path = unquote(parts.path)
            file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if file in self._files.names and not file.endswith(_FONTS):
                yield file

    def page(self, name: str) -> dict[str, int]:
        """Return what a first visit of a page loads, with the bytes of each file."""
        loaded = {name: self.size(name)}
        waiting = list(self.files_at(name, _addresses(parse(self._files.read(name), name))))
        while waiting:
            file = waiting.pop()
            if file not in loaded:
                loaded[file] = self.size(file)
                waiting += self.of_sheet(file) if file.endswith(".css") else ()
        return loaded


def _addresses(root: Any) -> Iterator[str]:
    """Yield the addresses that a browser loads with a page."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = lxml.etree.QName(element).localname
        css = element.text if tag == "style" else element.get("style")
        yield from (address.url for address in css_addresses(css or "", "", 1))
        if tag == "link" and _RELATIONS & set((element.get("rel") or "").lower().split()):
            yield element.get("href") or ""
        for attribute in (attribute for one, attribute in _SOURCES if one == tag):
            value = element.get(attribute) or ""
            yield from candidates(value) if attribute == "srcset" else [value]


def _kind(name: str, page: str) -> str:
    if name == page or name.endswith(".html"):
        return "the page"
    if name.endswith((".js", ".mjs")):
        return "scripts"
    return "style sheets" if name.endswith(".css") else "pictures"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:.0f} KB"


def check_weight(
    files: Files, prefix: str = "", below: str = "", limit: int = LIMIT
) -> tuple[list[tuple[str, Finding]], tuple[int, str]]:
    """Weigh the pages whose name begins with ``below``.

    :returns: each finding with its page's name, and the heaviest page with its weight.
    """
    scales = _Scales(files)
    found: list[tuple[str, Finding]] = []
    heaviest = (0, "")
    for name in pages(files, below):
        loaded = scales.page(name)
        weight = sum(loaded.values())
        heaviest = max(heaviest, (weight, name))
        if weight <= limit:
            continue
        kinds: dict[str, int] = {}
        for file, size in loaded.items():
            kinds[_kind(file, name)] = kinds.get(_kind(file, name), 0) + size
        parts = sorted(loaded.items(), key=lambda part: (-part[1], part[0]))[:_SHOWN]
        told = ", ".join(f"{posixpath.basename(file)} {_kilobytes(size)}" for file, size in parts)
        what = f"a first visit loads {_kilobytes(weight)} and may load {_kilobytes(limit)}: {told}"
        mend = _MENDS[max(kinds, key=kinds.__getitem__)]
        found.append((name, Finding(f"{prefix}{name}", 0, what, mend, "weight")))
    return found, heaviest


def run(layout: Layout) -> Iterator[Outcome]:
    """Weigh every page of the website."""
    web = layout.build / "web"
    if not web.is_dir():
        yield missing_edition("weight", web, "web")
        return
    files = Folder(layout.build)
    found, (weight, name) = check_weight(files, f"{relative(layout.build, layout)}/", "web/")
    origins = Origins(layout)
    moved = []
    for page, finding in found:
        source = origins.source(layout.build / page)
        moved.append(replace(finding, path=relative(source, layout)) if source else finding)
    subject = f"build/web, {plural(len(pages(files, 'web/')), 'page')}"
    note = f"the heaviest page is {name}, {_kilobytes(weight)}" if name else ""
    yield Outcome("weight", subject, moved, note)
