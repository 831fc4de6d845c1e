"""Tests that have run while the examples were proven.

A page that shows lines of a program has the program's tests run, under coverage, and the record of
that run names every file that they read. ``make test`` builds first, so in the suite these tests
would run a second time, on the same files.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from press.examples.covered import Coverage
from press.examples.ledger import Ledger


def proven(root: Path, tests: Iterable[Path]) -> set[Path]:
    """Return those of ``tests``, files below ``root``, whose folder passed as it stands."""
    coverage = Coverage(Ledger(root))
    passed: dict[Path, bool] = {}

    def stands(folder: Path) -> bool:
        if folder not in passed:
            record = coverage.record(folder, run=False)
            passed[folder] = bool(record and record["passed"])
        return passed[folder]

    found = set()
    for path in set(tests):
        folders = [one for one in path.parents if one.is_relative_to(root / "tests" / "code")]
        if any(map(stands, folders)):
            found.add(path)
    return found
