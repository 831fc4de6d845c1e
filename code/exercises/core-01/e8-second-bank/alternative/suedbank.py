"""Statements of Südbank: JSON, with amounts in the smallest unit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tally.entry import Entry
from tally.importer import StatementError
from tally.money import MINOR_DIGITS

FIELDS = {"ref": "id", "day": "date", "payee": "payee"}


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
            yield Entry.from_row(_row(booking))
        except (KeyError, TypeError, ValueError) as error:
            message = f"booking {number}: {error!r}"
            raise StatementError(message) from error


def _row(booking: Any) -> dict[str, str]:
    """Translate a booking into the text fields that tally's own file has."""
    row = {ours: booking[theirs] for ours, theirs in FIELDS.items()}
    units, currency = booking["units"], booking["currency"]
    if type(units) is not int or any(
        type(v) is not str for v in row.values()
    ):
        raise TypeError(f"not a booking: {booking!r}")
    row["day"] = date.fromisoformat(row["day"]).isoformat()
    if currency not in MINOR_DIGITS:
        raise ValueError(f"unknown currency: {currency!r}")
    amount = Decimal(units).scaleb(-MINOR_DIGITS[currency])
    return {**row, "amount": str(amount), "currency": currency}
