"""What must not be in the repository: addresses and paths of the machine that built it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MACHINE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users)/[\w.-]+/")
_INDEX = re.compile(
    r"(?<!no-emit-)(?:index-url|extra-index)[ =]|(?:pypi|pythonhosted|npmjs)\.(?:org|com)", re.I
)
_TEXT = {".py", ".md", ".toml", ".txt", ".css", ".js", ".html", ".yml", ".yaml", ".sh", ".xml", ""}


def tracked() -> list[Path]:
    """Files that git tracks; every file of a copy that is no git checkout."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    names = done.stdout.split("\0") if done.returncode == 0 else []
    return [ROOT / name for name in names if name and Path(name).suffix in _TEXT]


def found(pattern: re.Pattern[str]) -> list[str]:
    hits = []
    for file in tracked():
        if file == Path(__file__) or not file.is_file():
            continue
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            if pattern.search(line):
                hits.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    return hits


def test_no_file_holds_a_path_of_the_machine_that_built_it() -> None:
    assert found(_MACHINE) == []


def test_no_file_names_a_package_index() -> None:
    assert found(_INDEX) == []


def test_the_patterns_find_what_they_are_for() -> None:
    assert _MACHINE.search('File "/home/ada/book/x.py"')
    assert not _MACHINE.search("https://example.org/work/of/art/")
    assert _INDEX.search("--index-url https://example.org")
