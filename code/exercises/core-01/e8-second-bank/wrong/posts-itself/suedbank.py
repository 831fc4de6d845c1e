"""Statements of Südbank: JSON, with amounts in the smallest unit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tally.entry import Entry
from tally.importer import StatementError
from tally.money import MINOR_DIGITS, Money


def read_entries(text: str) -> Iterator[Entry]:
    """Yield an entry for each booking; StatementError names a bad one."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise StatementError(f"not JSON: {error}") from error
    bookings = content.get("bookings") if isinstance(content, dict) else None
    if not isinstance(bookings, list):
        raise StatementError("no list of bookings")
    for number, booking in enumerate(bookings, start=1):
        try:
            yield _entry(booking)
        except KeyError as error:
            message = f"booking {number}: no field {error}"
            raise StatementError(message) from error
        except (TypeError, ValueError) as error:
            raise StatementError(f"booking {number}: {error}") from error


def _entry(booking: Any) -> Entry:
    return Entry(
        _typed(str, booking["id"]),
        date.fromisoformat(_typed(str, booking["date"])),
        _typed(str, booking["payee"]),
        _money(_typed(int, booking["units"]), booking["currency"]),
    )


def _money(units: int, currency: str) -> Money:
    if currency not in MINOR_DIGITS:
        raise ValueError(f"unknown currency: {currency!r}")
    return Money(Decimal(units).scaleb(-MINOR_DIGITS[currency]), currency)


def _typed(wanted: type, value: Any) -> Any:
    if type(value) is not wanted:  # isinstance(True, int) is true
        raise TypeError(f"not {wanted.__name__}: {value!r}")
    return value
