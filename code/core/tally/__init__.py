"""tally: an expense ledger that imports bank statements."""

from tally.entry import Entry
from tally.importer import BankFormat, StatementError, read_entries
from tally.ledger import Ledger
from tally.money import CurrencyError, Money

__all__ = [
    "BankFormat",
    "CurrencyError",
    "Entry",
    "Ledger",
    "Money",
    "StatementError",
    "read_entries",
]
