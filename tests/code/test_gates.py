"""The gates that hold for everything in press/ and code/, run as their own tools run them."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = sorted(
    folder
    for track in ("core", "ai")
    for folder in (ROOT / "code" / track).glob("[a-z]*")
    if folder.is_dir()
)
EXTENSIONS = re.findall(r'"(press\.[\w.]+)"', (ROOT / "conf.py").read_text())


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_mypy_strict_finds_nothing() -> None:
    done = run("mypy", "press", "bench", *(str(p.relative_to(ROOT)) for p in PROGRAMS))
    assert done.returncode == 0, done.stdout


def test_ruff_finds_nothing() -> None:
    done = run("ruff", "check", "--quiet", "press", "bench", "code", "tests", "conf.py")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", ["press", *(p.relative_to(ROOT).as_posix() for p in PROGRAMS)])
def test_pylint_gives_more_than_nine_and_a_half(package: str) -> None:
    done = run("pylint", "--score=y", package)
    score = re.search(r"rated at (-?[\d.]+)/10", done.stdout)
    assert score, done.stdout + done.stderr
    assert float(score[1]) > 9.5, done.stdout


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.name)
def test_branch_coverage_of_each_program_is_above_ninety_percent(
    program: Path, tmp_path: Path
) -> None:
    tests = ROOT / "tests/code" / program.relative_to(ROOT / "code")
    done = run(
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--cov",
        str(program),
        "--cov-branch",
        f"--cov-report=json:{tmp_path / 'coverage.json'}",
        str(tests),
    )
    assert done.returncode == 0, done.stdout
    covered = json.loads((tmp_path / "coverage.json").read_text())["totals"]["percent_covered"]
    assert covered > 90


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("file", sorted((ROOT / "press").rglob("*.py")), ids=lambda p: p.stem)
def test_nothing_in_the_press_imports_an_extension(file: Path) -> None:
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    own = {name, name.rpartition(".")[0]}  # a package may use its own parts
    taken = {e for e in EXTENSIONS for i in imports(file) if i == e or i.startswith(e + ".")}
    assert taken <= own


@pytest.mark.parametrize("file", sorted((ROOT / "press").rglob("*.py")), ids=lambda p: p.stem)
def test_no_file_of_the_press_grows_past_four_hundred_lines(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 420


def test_the_lock_pins_every_package_with_hashes_and_names_no_index() -> None:
    lock = (ROOT / "requirements.txt").read_text()
    assert "://" not in lock
    assert "--index" not in lock
    entries = [e for e in re.split(r"\n(?=[a-z0-9])", lock) if e.strip()]
    unpinned = [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e]
    assert unpinned == []
