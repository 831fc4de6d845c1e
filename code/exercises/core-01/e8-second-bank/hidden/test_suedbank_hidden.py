import json
from pathlib import Path
from typing import Any

import pytest
from statements import read_statement
from tally.importer import StatementError
from tally.money import Money


def booking(**changes: Any) -> dict[str, Any]:
    return {
        "id": "SB-1",
        "date": "2026-02-28",
        "payee": "Café Müller",
        "units": -480,
        "currency": "EUR",
        **changes,
    }


def written(folder: Path, content: object) -> Path:
    path = folder / "march.JSON"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("currency", "units", "amount"),
    [("EUR", -5, "-0.05"), ("JPY", -980, "-980"), ("TND", 1500, "1.500")],
)
def test_a_unit_is_the_smallest_one_of_its_currency(
    tmp_path: Path, currency: str, units: int, amount: str
) -> None:
    content = {"bookings": [booking(units=units, currency=currency)]}
    (entry,) = read_statement(written(tmp_path, content))
    assert entry.amount == Money(amount, currency)


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": -4.8},
        {"units": "-480"},
        {"units": True},
        {"currency": "XXX"},
        {"payee": ""},
        {"date": "28.02.2026"},
        {"date": "2026-2-8"},
        {"id": 7},
    ],
)
def test_a_booking_with_a_wrong_field_is_an_error(
    tmp_path: Path, wrong: dict[str, Any]
) -> None:
    content = {"bookings": [booking(), booking(**wrong)]}
    with pytest.raises(StatementError, match="booking 2"):
        read_statement(written(tmp_path, content))


@pytest.mark.parametrize("key", ["id", "date", "payee", "units", "currency"])
def test_a_booking_without_a_field_is_an_error(
    tmp_path: Path, key: str
) -> None:
    lacking = {name: v for name, v in booking().items() if name != key}
    with pytest.raises(StatementError, match=f"booking 1: .*{key}"):
        read_statement(written(tmp_path, {"bookings": [lacking]}))


@pytest.mark.parametrize("content", [[], {}, {"bookings": 3}])
def test_what_holds_no_bookings_is_an_error(
    tmp_path: Path, content: object
) -> None:
    with pytest.raises(StatementError, match="bookings"):
        read_statement(written(tmp_path, content))


def test_what_is_no_json_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "march.json"
    path.write_text('{"bookings": [', encoding="utf-8")
    with pytest.raises(StatementError, match="march.json"):
        read_statement(path)


def test_a_month_without_bookings_is_empty(tmp_path: Path) -> None:
    assert read_statement(written(tmp_path, {"bookings": []})) == []
