from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from stacks.catalog import read_catalog
from stacks.desk import Desk
from stacks.loan import LoanError
from stacks.members import ADULT, CHILD, RESEARCHER, Membership, Patron
from stacks.repository import Loans, MemoryLoans

TODAY = date(2028, 2, 1)
ZOE = Patron("c-17", ADULT)


@pytest.fixture
def loans() -> Loans:
    return MemoryLoans()


@pytest.fixture
def desk(catalog: Path, loans: Loans) -> Iterator[Desk]:
    with catalog.open(encoding="utf-8", newline="") as file:
        yield Desk(read_catalog(file), loans)


def test_what_is_lent_is_stored(desk: Desk, loans: Loans) -> None:
    loan = desk.lend("p-1", ZOE, TODAY)
    assert loans.get(loan.ref).due == TODAY + timedelta(28)


def test_a_copy_is_lent_once_at_a_time(desk: Desk) -> None:
    loan = desk.lend("p-1", ZOE, TODAY)
    with pytest.raises(LoanError, match="Momo is out"):
        desk.lend("p-1", Patron("c-9"), TODAY)
    desk.take_back(loan.ref, TODAY)
    assert desk.lend("p-1", Patron("c-9"), TODAY).ref != loan.ref


def test_a_license_is_used_up_by_lending(desk: Desk) -> None:
    for _ in range(2):
        desk.take_back(desk.lend("e-1", ZOE, TODAY).ref, TODAY)
    with pytest.raises(LoanError, match="used its 2 loans"):
        desk.lend("e-1", ZOE, TODAY)


def test_a_membership_stretches_the_period_of_any_form(desk: Desk) -> None:
    asked = {ref: desk.lend(ref, Patron("c-5", RESEARCHER), TODAY).due for ref in ("p-1", "e-1")}
    assert asked["p-1"] == TODAY + timedelta(28 + 56)
    assert asked["e-1"] == date(2028, 3, 10)


def test_a_membership_limits_what_is_out(desk: Desk) -> None:
    newcomer = Patron("c-3", Membership("trial", limit=1))
    loan = desk.lend("p-1", newcomer, TODAY)
    with pytest.raises(LoanError, match="c-3 has 1 items out"):
        desk.lend("n-1", newcomer, TODAY)
    desk.take_back(loan.ref, TODAY)
    desk.lend("n-1", newcomer, TODAY)


def test_an_unknown_reference_is_refused(desk: Desk, loans: Loans) -> None:
    with pytest.raises(LoanError, match="under p-9"):
        desk.lend("p-9", ZOE, TODAY)
    assert loans.open_of("c-17") == []


def test_a_renewal_is_stored(desk: Desk, loans: Loans) -> None:
    loan = desk.lend("p-1", Patron("c-8", CHILD), TODAY)
    assert desk.renew(loan.ref, TODAY).due == TODAY + timedelta(28 + 14 + 28)
    assert loans.get(loan.ref).row.renewals == 1


def test_a_license_is_not_renewed(desk: Desk) -> None:
    loan = desk.lend("e-1", ZOE, TODAY)
    with pytest.raises(LoanError, match="no renewals left"):
        desk.renew(loan.ref, TODAY)
