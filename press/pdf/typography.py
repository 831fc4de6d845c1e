"""What print asks of a document's HTML beyond what the screen does.

Ranges of numbers stay on one line, long names in a line of text may break, and a link that leaves
the book gets a number: its address stands at the end of the document, since paper has no links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

_RANGE = re.compile(r"(?<![\w.])(\d[\d,.]*–\d[\d,.]*\d|\d–\d)(?![\w])")
_FIXED = frozenset({"pre", "code", "kbd", "samp", "script", "style"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONG_CODE = 12


def keep_ranges(root: HtmlElement) -> None:
    """Keep "12–14" on one line."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        inside = element.tag in _FIXED or any(up.tag in _FIXED for up in element.iterancestors())
        if not inside and element.text and _RANGE.search(element.text):
            element.text = _wrap(element, 0, element.text)
        parent = element.getparent()
        if parent is None or not element.tail or not _RANGE.search(element.tail):
            continue
        if parent.tag not in _FIXED and not any(up.tag in _FIXED for up in parent.iterancestors()):
            element.tail = _wrap(parent, parent.index(element) + 1, element.tail)


def _wrap(parent: HtmlElement, at: int, text: str) -> str:
    """Put the ranges of ``text`` into spans of ``parent``; return what stands before the first."""
    before, *parts = _RANGE.split(text)
    for number in range(0, len(parts), 2):
        span = html.Element("span", {"class": "range"})
        span.text, span.tail = parts[number], parts[number + 1]
        parent.insert(at + number // 2, span)
    return before


def soft_breaks(root: HtmlElement) -> None:
    """Let long code in a line of text break behind its dots and brackets, like an address."""
    for code in root.iter("code"):
        if len(code) or any(element.tag in _HEADINGS for element in code.iterancestors()):
            continue
        text = code.text or ""
        if len(text) <= _LONG_CODE:
            continue
        first, *rest = re.split(r"(?<=[.(\[,=/])(?=\w)", text)
        code.text = first
        for part in rest:
            chance = html.Element("wbr")
            chance.tail = part
            code.append(chance)


def print_addresses(root: HtmlElement, title: str) -> None:
    """Number the links that leave the book and list their addresses under ``title``."""
    numbers: dict[str, int] = {}
    for link in list(root.iter("a")):
        href = link.get("href") or ""
        if not href.startswith(("http://", "https://")) or any(
            element.tag in _HEADINGS for element in link.iterancestors()
        ):
            continue
        shown = short_address(href)
        if short_address("".join(link.itertext()).strip()) == shown:
            continue  # the address stands there already
        number = numbers.setdefault(href, len(numbers) + 1)
        sign = html.Element("span", {"class": "address-number"})
        sign.text = f"\N{WORD JOINER}[{number}]"
        sign.tail, link.tail = link.tail, None
        link.addnext(sign)
    if numbers:
        root.append(_listed(numbers, title))


def short_address(address: str) -> str:
    """Return an address as it is printed: without scheme, ``www.`` and a last slash."""
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")


def _listed(numbers: dict[str, int], title: str) -> HtmlElement:
    section = html.Element("div", {"class": "addresses"})
    head = html.Element("p", {"class": "addresses-title"})
    head.text = title
    section.append(head)
    for address, number in numbers.items():
        line = html.Element("p", {"class": "address"})
        sign = html.Element("span", {"class": "address-label"})
        sign.text = f"[{number}]"
        sign.tail = " "
        link = html.Element("a", {"href": address})
        for part in _parts(short_address(address)):
            if link.text is None:
                link.text = part
                continue
            chance = html.Element("wbr")
            chance.tail = part
            link.append(chance)
        line.extend([sign, link])
        section.append(line)
    return section


def _parts(address: str) -> Iterator[str]:
    yield from re.split(r"(?<=[/#?&=])(?=.)", address)
