"""Rows of a Markdown table that have more or fewer cells than its head.

Markdown drops what is too much and fills up what is missing, without a word: a ``|`` that nobody
escaped, inside code above all, takes the rest of its row along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.rules_block.table import escapedSplit


def uneven_rows(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the index of each uneven row of one table, how many cells it has, and the head has."""
    wanted = 0
    for number, line in enumerate(lines):
        cells = escapedSplit(line.strip(" \t>"))
        cells = cells[cells[0] == "" :]
        cells = cells[: len(cells) - (cells[-1:] == [""])]
        wanted = wanted or len(cells)
        if len(cells) != wanted:
            yield number, len(cells), wanted
