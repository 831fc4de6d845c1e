"""The desk lends, renews and takes back; the rules are with the objects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stacks.items import Item
from stacks.loan import Loan, LoanError, LoanRow
from stacks.members import Patron
from stacks.repository import Loans


class Desk:
    """Has a catalog and a repository; is neither."""

    def __init__(self, catalog: Mapping[str, Item], loans: Loans) -> None:
        self._catalog = catalog
        self._loans = loans

    def lend(self, ref: str, patron: Patron, today: date) -> Loan:
        """Hand out the item, or raise LoanError with the reason."""
        item = self._catalog.get(ref)
        if item is None:
            raise LoanError(f"nothing in the catalog under {ref}")
        membership = patron.membership
        if len(self._loans.open_of(patron.card)) >= membership.limit:
            raise LoanError(f"{patron.card} has {membership.limit} items out")
        reason = item.refusal(self._loans.of_item(ref), today)
        if reason is not None:
            raise LoanError(f"{item.title} {reason}")
        loan = Loan(
            LoanRow(
                self._loans.next_ref(),
                ref,
                patron.card,
                due=item.due(today, membership.extra_days),
                days=item.terms.days,
                renewals=item.terms.renewals,
            )
        )
        self._loans.add(loan)
        return loan

    def renew(self, ref: str, today: date) -> Loan:
        """Prolong a loan by one period of its item."""
        loan = self._loans.get(ref)
        loan.renew(today)
        self._loans.save(loan)
        return loan

    def take_back(self, ref: str, today: date) -> Loan:
        """Close a loan."""
        loan = self._loans.get(ref)
        loan.give_back(today)
        self._loans.save(loan)
        return loan
