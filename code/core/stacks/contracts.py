"""Promises as test classes: inherit one and supply `make`.

They come with the package, so whoever adds a form or a repository elsewhere
can run them.
"""
# The test names are the sentences.
# pylint: disable=missing-function-docstring
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from stacks.items import Item
from stacks.loan import Loan, LoanError, LoanRow
from stacks.repository import Loans

TODAY = date(2028, 2, 29)


def loan_of(item: str, ref: str = "L0001", card: str = "c-17") -> Loan:
    """Return an open loan that was due yesterday."""
    yesterday = TODAY - timedelta(1)
    return Loan(LoanRow(ref, item, card, yesterday, days=28, renewals=1))


def returned(loan: Loan) -> Loan:
    """Return the loan, after it came back today."""
    loan.give_back(TODAY)
    return loan


class ItemContract:
    """What the desk relies on, for every form."""

    def make(self) -> Item:
        """Return an item that could go out on TODAY."""
        raise NotImplementedError

    def test_a_new_item_can_go_out(self) -> None:
        assert self.make().refusal([], TODAY) is None

    def test_a_refusal_gives_its_reason(self) -> None:
        item = self.make()
        reason = item.refusal([loan_of(item.ref)] * 1000, TODAY)
        if reason is not None:  # a form without a limit is a form
            assert reason
            assert item.title not in reason

    def test_asking_changes_nothing(self) -> None:
        item = self.make()
        before = dict(vars(item))
        item.refusal([loan_of(item.ref)], TODAY)
        assert vars(item) == before

    def test_it_is_due_within_its_terms(self) -> None:
        item = self.make()
        latest = TODAY + timedelta(item.terms.days + 7)
        assert TODAY <= item.due(TODAY, extra_days=7) <= latest

    def test_a_row_of_the_catalog_keeps_the_form(self) -> None:
        item = self.make()
        row = {name: str(value) for name, value in vars(item).items()}
        again = type(item).from_row(row)
        assert type(again) is type(item)
        assert vars(again) == vars(item)


class CopyContract(ItemContract):
    """More than the desk needs: what holds for a thing on a shelf."""

    def test_it_is_out_while_a_loan_is_open(self) -> None:
        item = self.make()
        assert item.refusal([loan_of(item.ref)], TODAY) == "is out"

    def test_it_can_go_out_again_however_often_it_came_back(self) -> None:
        item = self.make()
        history = [returned(loan_of(item.ref)) for _ in range(100)]
        assert item.refusal(history, TODAY) is None

    def test_it_stands_on_a_shelf(self) -> None:
        assert getattr(self.make(), "shelf", "")


class LoansContract:
    """What the desk relies on, for every repository."""

    def make(self) -> Loans:
        """Return an empty repository."""
        raise NotImplementedError

    def test_what_was_added_is_found(self) -> None:
        loans, loan = self.make(), loan_of("p-1")
        loans.add(loan)
        assert loans.get(loan.ref).row == loan.row

    def test_an_unknown_reference_is_refused(self) -> None:
        loans = self.make()
        assert _refused(lambda: loans.get("L9999"))
        assert _refused(lambda: loans.save(loan_of("p-1")))

    def test_a_reference_is_taken_once(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1"))
        assert _refused(lambda: loans.add(loan_of("p-2")))
        assert loans.get("L0001").row.item == "p-1"

    def test_a_change_counts_once_it_is_saved(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1"))
        loan = returned(loans.get("L0001"))
        assert loans.get("L0001").is_open
        loans.save(loan)
        assert not loans.get("L0001").is_open

    def test_a_change_after_adding_is_not_stored(self) -> None:
        loans, loan = self.make(), loan_of("p-1")
        loans.add(loan)
        loan.give_back(TODAY)
        assert loans.get(loan.ref).is_open

    def test_a_renewal_is_kept_with_the_renewals_left(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1"))
        loan = loans.get("L0001")
        loan.renew(TODAY - timedelta(1))
        loans.save(loan)
        assert loans.get("L0001").row == loan.row
        assert loan.row.renewals == 0

    def test_saving_keeps_the_whole_row(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1"))
        row = LoanRow("L0001", "p-2", "c-9", TODAY, 7, 3, TODAY)
        loans.save(Loan(row))
        assert loans.get("L0001").row == row

    def test_the_next_reference_is_free(self) -> None:
        loans = self.make()
        for _ in range(3):
            loans.add(loan_of("p-1", loans.next_ref()))
        assert _refused(lambda: loans.get(loans.next_ref()))

    def test_the_next_reference_is_free_behind_a_gap(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1", "L0001"))
        loans.add(loan_of("p-2", "L0003"))
        assert _refused(lambda: loans.get(loans.next_ref()))

    def test_an_item_has_its_whole_history_in_order(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1", "L0002"))
        loans.add(loan_of("p-2", "L0003"))
        loans.add(returned(loan_of("p-1", "L0001")))
        loans.save(returned(loans.get("L0002")))
        history = loans.of_item("p-1")
        assert [loan.ref for loan in history] == ["L0002", "L0001"]
        assert loans.of_item("p-9") == []

    def test_a_card_has_what_is_still_out(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1", "L0001"))
        loans.add(loan_of("p-2", "L0002", card="c-9"))
        loans.add(returned(loan_of("p-3", "L0003")))
        assert [loan.ref for loan in loans.open_of("c-17")] == ["L0001"]

    def test_overdue_begins_on_the_day_after(self) -> None:
        loans = self.make()
        loans.add(loan_of("p-1"))
        loans.add(returned(loan_of("p-2", "L0002")))
        assert [loan.ref for loan in loans.overdue(TODAY)] == ["L0001"]
        assert loans.overdue(TODAY - timedelta(1)) == []

    def test_saving_all_saves_each(self) -> None:
        loans = self.make()
        for ref in ("L0001", "L0002"):
            loans.add(loan_of("p-1", ref))
        loans.save_all([returned(loan) for loan in loans.of_item("p-1")])
        assert loans.open_of("c-17") == []


def _refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except LoanError:
        return True
    return False


def broken(contract: object) -> list[str]:
    """Run the tests of a contract; return the promises that do not hold."""
    names = [name for name in dir(contract) if name.startswith("test_")]
    return [name for name in names if not _holds(getattr(contract, name))]


def _holds(test: Callable[[], None]) -> bool:
    try:
        test()
    except Exception:  # pylint: disable=broad-exception-caught
        return False  # an error breaks the promise as much as a wrong answer
    return True
