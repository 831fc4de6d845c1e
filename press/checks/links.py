"""Links: every address inside the editions leads to a file, every #fragment to an element.

Nothing is fetched: addresses of other hosts are listed in a file. What a page would *load* from
another host is a finding, because the editions have to work without a network.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.etree

from press.checks.files import Archive, Files, Folder, pages, parse
from press.checks.outcome import Origins, Outcome, missing_edition, plural, relative
from press.finding import Finding
from press.layout import Layout

_ADDRESSES = (
    *("href", "src", "poster", "data", "action", "formaction", "srcset", "imagesrcset"),
    "{http://www.w3.org/1999/xlink}href",
    "xlink:href",
)
# A reader follows these; everything else is loaded with the page.
_FOLLOWED = frozenset({"a", "area", "form"})
_FOLLOWED_RELATIONS = frozenset(
    {"canonical", "alternate", "license", "author", "help", "me", "bookmark"}
)
_CSS_ADDRESS = re.compile(
    r"url\(\s*(?P<q>['\"]?)(?P<url>[^'\")]+)(?P=q)\s*\)|@import\s+['\"](?P<import>[^'\"]+)['\"]"
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_UNRESOLVED = ("data:", "mailto:", "tel:", "blob:", "about:")
_HOSTS = frozenset({"http", "https", "ws", "wss", "ftp"})


@dataclass(frozen=True)
class Address:
    """One address in a page or style sheet and what stands there."""

    page: str
    line: int
    url: str
    text: str
    loaded: bool


@dataclass
class LinkReport:
    """What was seen: findings with the address they speak of, and addresses of other hosts."""

    pages: int = 0
    links: int = 0
    faults: list[tuple[Finding, Address]] = field(default_factory=list)
    external: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def findings(self) -> list[Finding]:
        """The findings alone."""
        return [finding for finding, _ in self.faults]


class _Checker:
    def __init__(self, files: Files, prefix: str) -> None:
        self.files, self.prefix = files, prefix
        self.folders = {posixpath.dirname(name) for name in files.names}
        self._ids: dict[str, frozenset[str]] = {}
        self.sheets: list[str] = []
        self.report = LinkReport()

    def ids(self, name: str) -> frozenset[str]:
        """Return everything in a page that a fragment can name."""
        if name not in self._ids:
            root: Any = parse(self.files.read(name), name)
            named = root.xpath("//@id | //a/@name | //*[local-name()='a']/@name")
            self._ids[name] = frozenset(map(str, named))
        return self._ids[name]

    def check(self, address: Address) -> None:
        """Look at one address."""
        url = address.url.strip()
        self.report.links += 1
        if url.startswith(_UNRESOLVED) or (not url and not address.loaded):
            return
        parts = urlsplit(url)
        if parts.scheme in _HOSTS or url.startswith("//"):
            if address.loaded:
                self._fault(address, f"loads {url} from another host", "ship the file")
            else:
                self.report.external[url].append(address.page)
            return
        if parts.scheme:
            self._fault(address, f"{url} is no address a reader can open", "link a page or a file")
        elif url.startswith("/"):
            mend = "write it relative to the page"
            self._fault(address, f"{url} begins at the root of the host", mend)
        else:
            self._internal(address, unquote(parts.path), unquote(parts.fragment))

    def _internal(self, address: Address, path: str, fragment: str) -> None:
        base = posixpath.dirname(address.page)
        target = posixpath.normpath(posixpath.join(base, path)) if path else address.page
        if target not in self.files.names:
            folder = target in self.folders or target == "."
            what = f"{address.url} names a folder" if folder else f"{address.url} leads nowhere"
            mend = "name the page in it" if folder else f"there is no {self.prefix}{target}"
            self._fault(address, what, mend)
            return
        if target.endswith(".css") and address.loaded and target not in self.sheets:
            self.sheets.append(target)
        # reveal.js writes the slide to show as #/id, and as #/1/2 by number.
        fragment = fragment.removeprefix("/")
        if fragment in {"", "top"} or re.fullmatch(r"\d+(/\d+)*", fragment):
            return
        if target.endswith((".html", ".xhtml")) and fragment not in self.ids(target):
            what = f"{address.url}: no element has the id {fragment!r}"
            self._fault(address, what, f"name one of {self.prefix}{target}")

    def _fault(self, address: Address, what: str, mend: str) -> None:
        place = f"{self.prefix}{address.page}"
        self.report.faults.append((Finding(place, address.line, what, mend, "link"), address))


def check_links(files: Files, prefix: str = "", below: str = "") -> LinkReport:
    """Check every address of the pages whose name begins with ``below``.

    Style sheets are read as far as a page uses them: a theme ships many that no page asks for.
    """
    checker = _Checker(files, prefix)
    for name in pages(files, below):
        checker.report.pages += 1
        for address in _page_addresses(files.read(name), name):
            checker.check(address)
    for name in checker.sheets:  # grows while style sheets import others
        for address in css_addresses(files.read(name).decode("utf-8", "replace"), name, 1):
            checker.check(address)
    return checker.report


def _page_addresses(data: bytes, name: str) -> Iterator[Address]:
    root: Any = parse(data, name)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag = lxml.etree.QName(element).localname
        line = element.sourceline or 0
        if tag == "style" or element.get("style"):
            css = (element.text or "") if tag == "style" else element.get("style")
            yield from css_addresses(css, name, line)
        relations = set((element.get("rel") or "").lower().split())
        loaded = tag not in _FOLLOWED and not relations & _FOLLOWED_RELATIONS
        text = " ".join("".join(element.itertext()).split())
        for attribute in _ADDRESSES:
            value = element.get(attribute)
            if value is None or (attribute == "data" and tag != "object"):
                continue
            urls = candidates(value) if attribute.endswith("srcset") else [value]
            for url in urls:
                yield Address(name, line, url, text, loaded)


def candidates(srcset: str) -> list[str]:
    """Return the addresses in a ``srcset``."""
    return [candidate.split()[0] for candidate in srcset.split(",") if candidate.strip()]


def css_addresses(css: str, name: str, first: int) -> Iterator[Address]:
    """Yield what a style sheet loads; ``first`` is the number of its first line."""
    blank = _CSS_COMMENT.sub(lambda match: "\n" * match[0].count("\n"), css)
    for match in _CSS_ADDRESS.finditer(blank):
        url = match["url"] or match["import"]
        if url.startswith("#"):
            continue
        yield Address(name, first + blank.count("\n", 0, match.start()), url, "", loaded=True)


def run(layout: Layout) -> Iterator[Outcome]:
    """Check the website, the decks and the landing page as one, and each EPUB."""
    external: dict[str, list[str]] = defaultdict(list)
    origins = Origins(layout)
    files = Folder(layout.build) if layout.build.is_dir() else None
    for edition, below in (("web", "web/"), ("slides", "slides/"), ("", "index.html")):
        target = layout.build / (edition or below)
        if files is None or not target.exists():
            yield missing_edition("links", target, edition)
            continue
        report = check_links(files, "build/", below)
        found = [
            origins.moved(finding, layout.build / address.page, *_needles(address))
            for finding, address in report.faults
        ]
        _collect(external, report, "build/")
        yield Outcome("links", f"{relative(target, layout)}, {plural(report.links, 'link')}", found)
    for epub in sorted((layout.build / "epub").rglob("*.epub")):
        name = relative(epub, layout)
        report = check_links(Archive(epub), f"{name}/")
        _collect(external, report, f"{name}/")
        yield Outcome("links", f"{name}, {plural(report.links, 'link')}", report.findings)
    if files is not None:
        listed = _write_external(layout, external)
        note = f"listed in {listed}, not fetched"
        yield Outcome("links", f"{plural(len(external), 'link')} to other hosts", note=note)


def _needles(address: Address) -> tuple[str, ...]:
    """Return what to look for in the source: the address as written there, then the link's text."""
    path, _, fragment = address.url.partition("#")
    stem = path.removesuffix(".html").removesuffix(".xhtml")
    written = f"{stem}.md" + (f"#{fragment}" if fragment else "") if path else f"(#{fragment})"
    return (address.url, written, f"[{address.text}]" if address.text else "")


def _collect(external: dict[str, list[str]], report: LinkReport, prefix: str) -> None:
    for url, places in report.external.items():
        external[url] += [prefix + place for place in places]


def _write_external(layout: Layout, external: dict[str, list[str]]) -> str:
    path = Path(layout.work / "external-links.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (f"{url}\t{external[url][0]}\n" for url in sorted(external))
    path.write_text("".join(lines), encoding="utf-8")
    return relative(path, layout)
