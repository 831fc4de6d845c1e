"""The files of an edition, in a folder or in a zip archive, read alike."""

from __future__ import annotations

import functools
import zipfile
from pathlib import Path
from typing import Protocol

import lxml.etree
import lxml.html

_PARTS_OF_THE_THEME = "_static"


class Files(Protocol):
    """Named files; names are paths with slashes, relative to the top."""

    names: frozenset[str]

    def read(self, name: str) -> bytes:
        """Return the bytes of one file."""


class Folder:
    """The files below a folder; hidden ones and work in progress are left out."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names = frozenset(
            path.relative_to(root).as_posix()
            for path in root.rglob("*")
            if path.is_file() and not any(p.startswith(".") for p in path.relative_to(root).parts)
        )

    def read(self, name: str) -> bytes:
        """Return the bytes of one file."""
        return (self.root / name).read_bytes()


class Archive:
    """The files in a zip archive, such as an EPUB."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._files = {name: archive.read(name) for name in archive.namelist()}
        self.names = frozenset(name for name in self._files if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        """Return the bytes of one file."""
        return self._files[name]


def pages(files: Files, below: str = "") -> list[str]:
    """Return the names of the HTML and XHTML pages, without templates that scripts ship with."""
    return sorted(
        name
        for name in files.names
        if name.endswith((".html", ".xhtml", ".htm"))
        and name.startswith(below)
        and _PARTS_OF_THE_THEME not in name.split("/")
    )


def parse(data: bytes, name: str) -> lxml.html.HtmlElement:
    """Parse a page; elements know their line, XHTML names lose their namespace."""
    if name.endswith(".xhtml"):
        root = lxml.etree.fromstring(data, _xml_parser())
        for element in root.iter("{http://www.w3.org/1999/xhtml}*"):
            element.tag = lxml.etree.QName(element).localname
        return root
    return lxml.html.document_fromstring(data, parser=lxml.html.HTMLParser(encoding="utf-8"))


@functools.cache
def _xml_parser() -> lxml.etree.XMLParser:
    return lxml.etree.XMLParser(resolve_entities=False, no_network=True)
