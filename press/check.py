"""``make check``: every validator over what is built, one table, 1 if there is any finding."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

from press.checks.outcome import Outcome, UnavailableError
from press.finding import Finding
from press.layout import Layout
from press.prose_rules import RulesError

#: The validators in the order in which they run: the quick ones first.
CHECKS = (
    *("prose", "spelling", "repetition", "html", "links", "weight"),
    *("pdf", "epub", "decks", "accessibility", "ace"),
)
_SHOWN = 50


@dataclass(frozen=True)
class Row:
    """An outcome and how long it took, in seconds."""

    outcome: Outcome
    seconds: float


def check(layout: Layout, names: Sequence[str] = CHECKS) -> int:
    """Run the validators ``names`` and print their findings and the table.

    :returns: 0, or 1 if there is a finding or a validator could not run.
    """
    rows: list[Row] = []
    for name in names:
        print(f"check: {name}", flush=True)
        rows += _rows(name, layout)
    for row in rows:
        _print_findings(row.outcome)
    print()
    print(table(rows))
    return int(any(row.outcome.findings for row in rows))


def _rows(name: str, layout: Layout) -> list[Row]:
    rows = []
    started = time.monotonic()
    try:
        # Imported when its turn comes: what one of them needs must not stop the others.
        for outcome in importlib.import_module(f"press.checks.{name}").run(layout):
            now = time.monotonic()
            rows.append(Row(outcome, now - started))
            started = now
    except (UnavailableError, RulesError) as error:
        place, _, rest = str(error).rpartition(": ")
        finding = Finding(name, 0, place or str(error), rest if place else "", "could not run")
        if isinstance(error, UnavailableError):
            finding = Finding(name, 0, "could not run", str(error), "missing")
        rows.append(Row(Outcome(name, "", [finding]), time.monotonic() - started))
    except ImportError as error:
        mend = "type make check, which installs what it needs"
        finding = Finding(name, 0, f"could not run ({error})", mend, "missing")
        rows.append(Row(Outcome(name, "", [finding]), time.monotonic() - started))
    return rows


def _print_findings(outcome: Outcome) -> None:
    if outcome.findings or outcome.note:
        print(f"\n{outcome.check}: {outcome.subject}")
    for finding in outcome.findings[:_SHOWN]:
        print(f"  {finding}")
    if len(outcome.findings) > _SHOWN:
        print(f"  and {len(outcome.findings) - _SHOWN} more")
    for line in outcome.note.splitlines():
        print(f"  note: {line}")


def table(rows: Sequence[Row]) -> str:
    """Return the table: check, subject, findings, seconds."""
    head = ("check", "subject", "findings", "seconds")
    cells = [
        (
            row.outcome.check,
            row.outcome.subject,
            f"{len(row.outcome.findings)}",
            f"{row.seconds:.1f}",
        )
        for row in rows
    ]
    cells.append(("all", "", f"{sum(int(cell[2]) for cell in cells)}", _total(rows)))
    widths = [max(len(line[column]) for line in (head, *cells)) for column in range(4)]
    rule = "  ".join("-" * width for width in widths)
    lines = [_line(head, widths), rule, *(_line(one, widths) for one in cells[:-1])]
    return "\n".join([*lines, rule, _line(cells[-1], widths)])


def _total(rows: Sequence[Row]) -> str:
    return f"{sum(row.seconds for row in rows):.1f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    left = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
    right = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
    return "  ".join([*left, *right]).rstrip()
