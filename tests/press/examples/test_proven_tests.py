"""What ran while the examples were proven is left out of the suite, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.examples.covered import Coverage
from press.examples.ledger import Ledger
from press.examples.proven_tests import proven


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "conf.py").touch()
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "requirements.txt").touch()
    for folder in ("tests/code/tally/deep", "tests/code/other", "tests/press"):
        (tmp_path / folder).mkdir(parents=True)
        name = f"test_{Path(folder).name}.py"
        (tmp_path / folder / name).write_text("def test_it() -> None: ...\n", encoding="utf-8")
    return tmp_path


def test_tests_that_passed_as_they_stand_are_proven(project: Path) -> None:
    files = sorted((project / "tests").rglob("test_*.py"))
    assert proven(project, files) == set()
    record = Coverage(Ledger(project)).record(project / "tests/code/tally", run=True)
    assert record is not None
    assert record["passed"], record["report"]
    deep = project / "tests/code/tally/deep/test_deep.py"
    assert proven(project, files) == {deep}
    deep.write_text("def test_it() -> None: ...  # again\n", encoding="utf-8")
    assert proven(project, files) == set()


def test_tests_that_failed_are_not(project: Path) -> None:
    file = project / "tests/code/other/test_other.py"
    file.write_text("def test_it() -> None:\n    assert False\n", encoding="utf-8")
    Coverage(Ledger(project)).record(file.parent, run=True)
    assert proven(project, [file]) == set()
