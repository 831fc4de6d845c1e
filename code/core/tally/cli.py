"""The command line: the only module that reads arguments and prints."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from tally import report, store
from tally.importer import FORMATS, read_file
from tally.money import Money

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after a message on standard error.

    A command line that argparse cannot read raises SystemExit(2).
    """
    options = _parser().parse_args(argv)
    logging.basicConfig(level=options.log_level, format="tally: %(message)s")
    try:
        for line in options.run(options):
            print(line)
    except (OSError, ValueError) as error:
        print(f"tally: {error}", file=sys.stderr)
        return 1
    return 0


def _import(options: argparse.Namespace) -> list[str]:
    ledger = store.load(options.ledger)
    entries = read_file(options.statement, FORMATS[options.format])
    added = sum(ledger.post(entry) for entry in entries)
    store.save(ledger, options.ledger)
    return [f"{added} added, {len(entries) - added} already known"]


def _report(options: argparse.Namespace) -> list[str]:
    ledger = store.load(options.ledger)
    return list(report.lines(ledger)) or [f"{ledger.name}: no entries"]


def _split(options: argparse.Namespace) -> list[str]:
    amount = Money(options.amount, options.currency)
    return [str(share) for share in amount.allocate(options.weights)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tally")
    parser.add_argument("--log-level", choices=LEVELS, default="WARNING")
    commands = parser.add_subparsers(required=True)

    importing = commands.add_parser("import", help="add a bank statement")
    importing.add_argument("statement", type=Path)
    importing.add_argument("--format", choices=FORMATS, default="nordbank")
    importing.set_defaults(run=_import)

    reporting = commands.add_parser("report", help="print totals by month")
    reporting.set_defaults(run=_report)
    for command in (importing, reporting):
        command.add_argument("--ledger", type=Path, default="ledger.csv")

    splitting = commands.add_parser("split", help="share by weights")
    splitting.add_argument("amount")
    splitting.add_argument("currency")
    splitting.add_argument("weights", type=int, nargs="+")
    splitting.set_defaults(run=_split)
    return parser
