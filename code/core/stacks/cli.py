"""The command line: here are the files, the arguments and the clock."""

from __future__ import annotations

import argparse
import logging
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from stacks.catalog import read_catalog
from stacks.desk import Desk
from stacks.members import ADULT, CHILD, RESEARCHER, Patron
from stacks.notices import SlipPrinter, remind
from stacks.repository import Audited, SqliteLoans

MEMBERSHIPS = {kind.name: kind for kind in (ADULT, CHILD, RESEARCHER)}


class AuditedSqliteLoans(Audited, SqliteLoans):
    """What the desk of this library uses."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a message on standard error."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=options.log_level, format="stacks: %(message)s")
    try:
        with closing(sqlite3.connect(options.loans)) as db:
            _run(options, AuditedSqliteLoans(db))
    except (OSError, ValueError, sqlite3.Error) as error:
        print(f"stacks: {error}", file=sys.stderr)
        return 1
    return 0


def _run(options: argparse.Namespace, loans: AuditedSqliteLoans) -> None:
    today: date = options.today
    if options.command == "remind":
        count = remind(loans, SlipPrinter(sys.stdout), today)
        print(f"{count} reminded")
        return
    with options.catalog.open(encoding="utf-8-sig", newline="") as file:
        desk = Desk(read_catalog(file), loans)
    if options.command == "lend":
        patron = Patron(options.card, MEMBERSHIPS[options.membership])
        loan = desk.lend(options.item, patron, today)
    elif options.command == "renew":
        loan = desk.renew(options.loan, today)
    else:
        loan = desk.take_back(options.loan, today)
    print(loan)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stacks")
    parser.add_argument("--catalog", type=Path, default="catalog.csv")
    parser.add_argument("--loans", type=Path, default="loans.sqlite")
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        default=date.today(),
        help="the day to act on, as in 2028-02-29",
    )
    parser.add_argument("--log-level", default="WARNING")
    commands = parser.add_subparsers(dest="command", required=True)
    lending = commands.add_parser("lend", help="hand out an item")
    lending.add_argument("item")
    lending.add_argument("card")
    lending.add_argument("--membership", choices=MEMBERSHIPS, default="adult")
    for name in ("renew", "return"):
        commands.add_parser(name).add_argument("loan")
    commands.add_parser("remind", help="print a slip for each late card")
    return parser
