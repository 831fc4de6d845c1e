"""The navigation of a site, resolved once and then told where it stands.

Sphinx resolves the whole tree of contents anew for each page, and furo parses the result anew:
more than half of the time that writing takes. Pages differ in two things only: links are relative,
and the way down to the page is marked. So the tree is resolved for the root page, cut at those
places, and put together for each page.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from sphinx.util.osutil import relative_uri

_SEAM = re.compile(
    r"<li class=\"(?P<item>[^\"]*)\">|</li>|<a (?P<link>[^>]*)>|<input (?P<box>[^>]*)>"
)
_HREF = re.compile(r'href="([^"]*)"')
_CLASS = re.compile(r'class="([^"]*)"')


@dataclass(frozen=True)
class _Piece:
    """A piece of the tree: plain text, or a tag of ``kind`` li, a or input of an entry.

    ``target`` is the address of the entry from the site's root; ``below`` are the addresses of
    the entry and all entries under it.
    """

    kind: str
    text: str
    target: str = ""
    below: frozenset[str] = frozenset()


class NavTree:
    """Navigation made from ``html``, furo's tree as the page at ``root`` (an address) shows it."""

    def __init__(self, html: str, root: str) -> None:
        self._root = root
        self._pieces = list(self._cut(html))

    def _target(self, link: str) -> str:
        match = _HREF.search(link)
        href = unescape(match[1]) if match else ""
        if "://" in href or href.startswith(("mailto:", "#")):
            return self._root if href == "#" else href
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._root), href))

    def _cut(self, html: str) -> Iterator[_Piece]:
        seams = list(_SEAM.finditer(html))
        below = self._subtrees(seams)
        owners: list[int] = []
        last = 0
        for number, seam in enumerate(seams):
            yield _Piece("text", html[last : seam.start()])
            last = seam.end()
            if seam[0] == "</li>":
                owners.pop()
                yield _Piece("text", seam[0])
            elif seam["item"] is not None:
                owners.append(number)
                entry, entries = below[number]
                yield _Piece("li", seam["item"], entry, entries)
            elif seam["link"] is not None:
                yield _Piece("a", seam["link"], self._target(seam["link"]))
            else:
                entry, entries = below[owners[-1]] if owners else ("", frozenset())
                yield _Piece("input", seam["box"], entry, entries)
        yield _Piece("text", html[last:])

    def _subtrees(self, seams: list[re.Match[str]]) -> dict[int, tuple[str, frozenset[str]]]:
        """Map the number of each ``<li>`` to its own address and all addresses in it."""
        found: dict[int, list[str]] = {}
        owners: list[int] = []
        for number, seam in enumerate(seams):
            if seam[0] == "</li>":
                owners.pop()
            elif seam["item"] is not None:
                owners.append(number)
                found[number] = []
            elif seam["link"] is not None:
                for owner in owners:
                    found[owner].append(self._target(seam["link"]))
        return {
            number: (targets[0] if targets else "", frozenset(targets))
            for number, targets in found.items()
        }

    def at(self, page: str) -> str:
        """Return the navigation of the page at the address ``page``."""
        out = []
        for piece in self._pieces:
            match piece.kind:
                case "li":
                    marks = " current" if page in piece.below else ""
                    marks += " current-page" if page == piece.target else ""
                    out.append(f'<li class="{_without(piece.text)}{marks}">')
                case "a":
                    out.append(f"<a {self._link(piece, page)}>")
                case "input":
                    attributes = re.sub(r'\s*checked=""', "", piece.text).rstrip("/ ")
                    checked = ' checked=""' if page in piece.below else ""
                    out.append(f"<input {attributes}{checked}>")
                case _:
                    out.append(piece.text)
        return "".join(out)

    def _link(self, piece: _Piece, page: str) -> str:
        if "://" in piece.target or piece.target.startswith("mailto:"):
            return piece.text
        here = piece.target == page
        href = "#" if here else relative_uri(page, piece.target)
        link = _HREF.sub(lambda _: f'href="{escape(href)}"', piece.text)
        link = _CLASS.sub(lambda match: f'class="{_without(match[1])}"', link)
        return link + ' aria-current="page"' if here else link


def _without(classes: str) -> str:
    """Return ``classes`` without the marks of the page for which the tree was resolved."""
    return " ".join(name for name in classes.split() if name not in {"current", "current-page"})
