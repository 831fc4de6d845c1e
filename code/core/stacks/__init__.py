"""stacks: the lending desk of a public library."""

from stacks.catalog import CatalogError, read_catalog
from stacks.desk import Desk
from stacks.items import ELicense, Item, Laptop, PrintCopy
from stacks.loan import Loan, LoanError, LoanRow
from stacks.members import ADULT, CHILD, RESEARCHER, Membership, Patron
from stacks.repository import Audited, Loans, MemoryLoans, SqliteLoans

__all__ = [
    "ADULT",
    "CHILD",
    "RESEARCHER",
    "Audited",
    "CatalogError",
    "Desk",
    "ELicense",
    "Item",
    "Laptop",
    "Loan",
    "LoanError",
    "LoanRow",
    "Loans",
    "Membership",
    "MemoryLoans",
    "Patron",
    "PrintCopy",
    "SqliteLoans",
    "read_catalog",
]
