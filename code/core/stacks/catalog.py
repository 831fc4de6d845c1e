"""The catalog as CSV: each row says in which form the title comes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import singledispatch

from stacks.items import ELicense, Item, Laptop, PrintCopy

FORMS: Mapping[str, type[Item]] = {
    "print": PrintCopy,
    "laptop": Laptop,
    "elicense": ELicense,
}


class CatalogError(ValueError):
    """A catalog that cannot be read; the message names the line."""


def read_catalog(lines: Iterable[str]) -> dict[str, Item]:
    """Read all rows or none; a reference stands for one item."""
    items: dict[str, Item] = {}
    rows = csv.DictReader(lines, restval="")
    for row in rows:
        try:
            item = FORMS[row["form"]].from_row(row)
        except (KeyError, ValueError) as error:
            raise CatalogError(f"line {rows.line_num}: {error}") from error
        if item.ref in items:
            raise CatalogError(f"line {rows.line_num}: {item.ref} again")
        items[item.ref] = item
    return items


@singledispatch
def label(item: Item) -> str:
    """Return what the label printer puts on an item."""
    return f"{item.ref} {item.title}"


@label.register
def _(item: PrintCopy) -> str:
    return f"{item.shelf} {item.title}"


@label.register
def _(item: ELicense) -> str:
    return f"{item.title} (online until {item.ends})"
