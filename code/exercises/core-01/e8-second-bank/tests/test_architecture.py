import ast
from pathlib import Path

import pytest
import statements
import suedbank
import tally


def imported(source: Path) -> set[str]:
    """Names of all modules that a file imports, at any depth."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found |= {module} | {f"{module}.{n.name}" for n in node.names}
    return found


@pytest.mark.parametrize(
    "inner", ["tally.ledger", "tally.report", "tally.store", "tally.cli"]
)
def test_a_reader_knows_entries_and_no_ledger(inner: str) -> None:
    assert inner not in imported(Path(suedbank.__file__))
    assert inner not in imported(Path(statements.__file__))


def test_a_bank_does_not_know_who_chooses_it() -> None:
    assert "statements" not in imported(Path(suedbank.__file__))


def test_tally_knows_neither() -> None:
    for source in Path(tally.__file__).parent.glob("*.py"):
        assert not imported(source) & {"suedbank", "statements"}
