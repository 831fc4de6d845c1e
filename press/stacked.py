"""Tables that do not fit on a phone: each cell says its column, so that rows can stand as cards.

Three columns fit on 390 pixels, four do not. A style sheet can stack the cells of a row below one
another only if each carries what its head says: ``data-label``. The row's title is the first column
that has something in every row; a column before it whose cells are often empty (a phase over its
modules) holds groups. On a wide screen nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

LEAST_COLUMNS = 4
_TABLE = re.compile(
    r'<table class="(?P<classes>[^"]*\bdocutils\b[^"]*)">(?P<inside>.*?)</table>', re.DOTALL
)
_SECTION = re.compile(r"<thead>(?P<head>.*?)</thead>.*?<tbody>(?P<body>.*)</tbody>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(?P<tag>t[hd])(?P<rest>\b[^>]*)>(?P<text>.*?)</(?P=tag)>", re.DOTALL)
_SPAN = re.compile(r"\s(?:row|col)span=")


def stack_tables(body: str) -> str:
    """Return ``body``, the HTML of a page, with wide tables that can be stacked."""
    return _TABLE.sub(_stacked, body)


def _stacked(table: re.Match[str]) -> str:
    section = _SECTION.search(table["inside"])
    if section is None or _SPAN.search(table["inside"]):
        return table[0]
    labels = [text for _, text in _cells(section["head"])]
    rows = [list(_cells(row)) for row in _ROW.findall(section["body"])]
    if len(labels) < LEAST_COLUMNS or any(len(row) != len(labels) for row in rows):
        return table[0]
    full = (at for at in range(len(labels)) if all(row[at][1] for row in rows))
    title = next(full, 0)

    def cell(match: re.Match[str], at: int) -> str:
        name = "title" if at == title else "group" if at < title else ""
        name = name if _text(match["text"]) else "empty"
        kind = f' data-cell="{name}"' if name else ""
        label = escape(labels[at], quote=True)
        rest = f'{match["rest"]} data-label="{label}"{kind}'
        return f"<{match['tag']}{rest}>{match['text']}</{match['tag']}>"

    def row(match: re.Match[str]) -> str:
        count = iter(range(len(labels)))
        return _CELL.sub(lambda one: cell(one, next(count)), match[0])

    start, end = section.span("body")
    inside = table["inside"]
    marked = inside[:start] + _ROW.sub(row, section["body"]) + inside[end:]
    return f'<table class="{table["classes"]} stacked">{marked}</table>'


def _cells(row: str) -> Iterator[tuple[str, str]]:
    """Yield tag and text of each cell."""
    for cell in _CELL.finditer(row):
        yield cell["tag"], _text(cell["text"])


def _text(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())
