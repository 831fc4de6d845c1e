from __future__ import annotations

import ast
from pathlib import Path

import fees
import house


def imported(source: Path) -> set[str]:
    """Names of all modules that a file imports, at any depth."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


OWN = {"fees", "house", "late", "rules"}


def test_the_engine_imports_no_rule_and_no_house() -> None:
    assert imported(Path(fees.__file__)) & OWN <= {"late"}


def test_the_rules_do_not_know_where_they_are_used() -> None:
    import rules

    assert "house" not in imported(Path(rules.__file__))


def test_the_house_brings_them_together() -> None:
    assert {"fees", "rules"} <= imported(Path(house.__file__))
