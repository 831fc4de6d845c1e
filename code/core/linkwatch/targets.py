"""Where links come from, and how they are read from a page or a feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice
from typing import TypeAlias, assert_never
from xml.etree import ElementTree

from linkwatch.outcomes import Link
from linkwatch.urls import Url, UrlError, parse_url

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page; links that start with one of `ignore` are left out."""

    url: Url
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed; entries after the first `newest` are old news."""

    url: Url
    newest: int = 20


Target: TypeAlias = Page | Feed


def links_in(target: Target, text: str) -> list[Link]:
    """List the links of a document, in its order, each address once."""
    match target:
        case Page(url=url, ignore=ignore):
            found = [u for u in _hrefs(text, url) if not u.startswith(ignore)]
        case Feed(url=url, newest=newest):
            found = list(islice(_entries(text, url), newest))
        case _:
            assert_never(target)
    return [Link(address, found_on=url) for address in dict.fromkeys(found)]


def _hrefs(text: str, base: Url) -> Iterator[Url]:
    parser = _Anchors()
    parser.feed(text)
    parser.close()
    return _usable(parser.hrefs, base)


def _entries(text: str, base: Url) -> Iterator[Url]:
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError:
        return iter(())
    rss = (item.findtext("link", "") for item in root.iter("item"))
    atom = (
        link.get("href", "")
        for entry in root.iter(f"{ATOM}entry")
        for link in entry.iterfind(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    return _usable((*rss, *atom), base)


def _usable(hrefs: Iterable[str], base: Url) -> Iterator[Url]:
    """Leave out what is not asked over HTTP: mailto:, tel:, javascript:."""
    for href in filter(None, hrefs):
        try:
            yield parse_url(href, base)
        except UrlError:
            continue


class _Anchors(HTMLParser):
    """Collects the targets of `<a href>`."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(
        self,
        tag: str,
        attrs: list[tuple[str, str | None]],
    ) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.hrefs.append(href)
