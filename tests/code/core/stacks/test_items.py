"""Each form keeps its contract. A copy is held to more than the desk needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from stacks.contracts import (
    TODAY,
    CopyContract,
    ItemContract,
    broken,
    loan_of,
    returned,
)
from stacks.items import ELicense, Item, Laptop, PrintCopy, Terms
from stacks.loan import Loan


class TestPrintCopy(CopyContract):
    def make(self) -> Item:
        return PrintCopy("p-1", "Momo", "JUGEND Ende")


class TestLaptop(ItemContract):
    def make(self) -> Item:
        return Laptop("n-1", "Laptop 1", "DESK")


class TestELicense(ItemContract):
    def make(self) -> Item:
        ends = TODAY + timedelta(10)
        return ELicense("e-1", "Der Zauberberg", uses=2, seats=1, ends=ends)


def license(uses: int = 26, seats: int = 1, ends: date = TODAY) -> ELicense:
    return ELicense("e-1", "Der Zauberberg", uses=uses, seats=seats, ends=ends)


def test_a_license_does_not_keep_the_contract_of_a_copy() -> None:
    class AsCopy(CopyContract):
        def make(self) -> Item:
            return license()

    assert broken(AsCopy()) == [
        "test_it_can_go_out_again_however_often_it_came_back",
        "test_it_stands_on_a_shelf",
    ]


@pytest.mark.parametrize(
    ("reason", "caught"),
    [(None, []), ("is out", []), ("", ["test_a_refusal_gives_its_reason"])],
)
def test_a_form_may_have_no_limit_and_may_not_refuse_without_a_reason(
    reason: str | None, caught: list[str]
) -> None:
    class Scan(Item):
        terms = Terms(days=14)

        def refusal(self, loans: Sequence[Loan], today: date) -> str | None:
            return reason if loans else None

    class ScanContract(ItemContract):
        def make(self) -> Item:
            return Scan("x-1", "Town map of 1840")

    assert broken(ScanContract()) == caught


def test_the_base_alone_is_not_an_item() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Item("p-1", "Momo")  # type: ignore[abstract]


def test_returned_loans_use_a_license_up() -> None:
    history = [returned(loan_of("e-1")), returned(loan_of("e-1"))]
    assert license(uses=3).refusal(history, TODAY) is None
    assert license(uses=2).refusal(history, TODAY) == "has used its 2 loans"


def test_seats_are_for_open_loans() -> None:
    history = [loan_of("e-1"), returned(loan_of("e-1"))]
    assert license(seats=2).refusal(history, TODAY) is None
    assert license(seats=1).refusal(history, TODAY) == "is out"


def test_a_license_ends_after_its_last_day() -> None:
    assert license().refusal([], TODAY) is None
    assert license().refusal([], TODAY + timedelta(1)) == "ended on 2028-02-29"


def test_no_loan_outlives_its_license() -> None:
    ends = TODAY + timedelta(10)
    assert license(ends=ends).due(TODAY, extra_days=56) == ends


def test_a_laptop_is_due_today_whoever_has_it() -> None:
    assert Laptop("n-1", "Laptop 1", "DESK").due(TODAY, extra_days=56) == TODAY


def test_a_returned_laptop_waits_for_its_check() -> None:
    laptop = Laptop("n-1", "Laptop 1", "DESK")
    laptop.checked = False
    history = [returned(loan_of("n-1"))]
    assert laptop.refusal(history, TODAY) == "waits for a check"
    assert laptop.refusal([loan_of("n-1")], TODAY) == "is out"


def test_repr_names_form_and_title() -> None:
    assert repr(license()) == "<ELicense e-1: Der Zauberberg>"
