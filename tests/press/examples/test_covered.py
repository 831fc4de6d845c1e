"""Tests of the programs that pages show run a few folders at a time."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from press.examples.covered import Coverage
from press.examples.ledger import Ledger


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("conf.py", "pyproject.toml", "requirements.txt"):
        (tmp_path / name).touch()
    for name in ("tally", "other"):
        (tmp_path / "code" / name).mkdir(parents=True)
        (tmp_path / "tests" / "code" / name).mkdir(parents=True)
    return tmp_path


MEETS = """
import time
from pathlib import Path

def test_it():
    Path("{mine}").touch()
    ends = time.monotonic() + 60
    while not Path("{other}").exists():
        assert time.monotonic() < ends
        time.sleep(0.01)
"""


def test_folders_are_tested_side_by_side(project: Path) -> None:
    shown = []
    for mine, other in (("tally", "other"), ("other", "tally")):
        shown.append(project / "code" / mine / "program.py")
        file = project / f"tests/code/{mine}/test_{mine}.py"
        file.write_text(MEETS.format(mine=mine, other=other), encoding="utf-8")
    coverage = Coverage(Ledger(project), workers=2)
    coverage.start(shown)
    for path in shown:
        folder = coverage.folder_of(path)
        assert folder is not None
        record = coverage.record(folder, run=True)
        assert record is not None
        assert record["passed"], record["report"]


def test_tests_that_nobody_waits_for_are_ended(project: Path) -> None:
    file = project / "tests/code/other/test_other.py"
    waits = "    Path('began').touch()\n    time.sleep(600)\n"
    imports = "import time\nfrom pathlib import Path\n"
    file.write_text(f"{imports}def test_it():\n{waits}", encoding="utf-8")
    coverage = Coverage(Ledger(project), workers=1)
    before = set(threading.enumerate())
    coverage.start([project / "code/other/program.py"])
    ends = time.monotonic() + 60
    while not (project / "began").exists():
        assert time.monotonic() < ends
        time.sleep(0.01)
    coverage.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(60)
        assert not thread.is_alive()
