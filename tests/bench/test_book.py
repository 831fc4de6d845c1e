"""The book to measure the press on: the same one each time, and one that the press accepts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bench.book import Build, Cost, change_example, change_word, prepare, table
from bench.writing import listings
from bench.writing.module import SHOWN_LINES, Module
from bench.writing.project import modules_of, write_project
from press.layout import Layout

SMALL = 0.08


def contents(root: Path) -> dict[str, bytes]:
    """Map each file of the book to its bytes."""
    tops = [root / name for name in ("book", "slides", "code", "tests")]
    files = [file for top in tops for file in top.rglob("*") if file.is_file()]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def written(folder: Path) -> dict[str, bytes]:
    """Map each file below a folder to its bytes."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Name the files that are not the same in both."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture(scope="module")
def project(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Module]]:
    root = tmp_path_factory.mktemp("bench") / "book"
    here = Path.cwd()
    os.chdir(layout.root)
    try:
        return root, prepare(root, SMALL)
    finally:
        os.chdir(here)


def test_the_same_size_gives_the_same_bytes(
    project: tuple[Path, list[Module]], layout: Layout, tmp_path: Path
) -> None:
    write_project(tmp_path, SMALL, layout.root)
    first, second = contents(project[0]), contents(tmp_path)
    assert len(first) > 50
    assert first == second


def test_pages_differ_from_each_other(project: tuple[Path, list[Module]]) -> None:
    pages = list((project[0] / "book").rglob("page-*.md"))
    parts = [part for page in pages for part in page.read_text().split("\n\n")]
    paragraphs = [part for part in parts if "\n" not in part and part.count(" ") > 20]
    assert len(paragraphs) > 20
    assert len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize(("size", "count"), [(0.01, 2), (0.2, 5), (1, 25), (2, 50)])
def test_a_size_of_one_is_twenty_five_modules(size: float, count: int) -> None:
    modules = modules_of(size)
    assert len(modules) == count
    assert {module.track for module in modules} == {"core", "ai"}
    assert len({module.folder for module in modules}) == count


def test_a_deck_can_show_the_first_lines_of_every_example() -> None:
    shown = (*listings._LONG, listings._CHAIN[0], listings._RAISES, listings._PROGRAM)
    assert [text for text in shown if not text.strip().splitlines()[SHOWN_LINES - 1].strip()] == []


def test_the_website_of_a_small_one_is_built_and_one_change_is_seen(
    project: tuple[Path, list[Module]],
) -> None:
    root, modules = project

    def press(step: str) -> str:
        command = [root / ".venv" / "bin" / "python", "-m", "press", step]
        done = subprocess.run(
            command,
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PRESS_ONLY": "", "SOURCE_DATE_EPOCH": "1767225600"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    page = root / "book" / modules[1].folder / "page-2.md"
    press("prove")
    assert "0 fragments" not in press("web")
    site = root / "build" / "web" / modules[1].folder / "page-2.html"
    before = site.read_text()
    change_word(page)
    assert "up to date" not in press("web")
    assert site.read_text() != before
    change_example(page)
    assert "1 executed" in press("prove")
    press("web")
    assert "# A line more." in site.read_text()
    assert "up to date" in press("web")
    after_changes = written(root / "build" / "web")
    shutil.rmtree(root / "build" / ".work")
    shutil.rmtree(root / "build" / ".cache")
    press("web")
    assert differing(after_changes, written(root / "build" / "web")) == []


def test_the_table_has_a_row_for_each_build_and_for_what_is_no_step() -> None:
    build = Build("cold", {"prove": Cost(1, 2, 30), "web": Cost(4, 5, 60)}, Cost(6, 8, 60), 5.5)
    rows = table([build]).splitlines()
    cells = [cell.strip() for cell in rows[2].split("|")[1:-1]]
    assert cells[:4] == ["**cold**, s", "1.0", "4.0", "0.0"]
    assert cells[-3:] == ["1.0", "6.0", "5.5"]
    assert rows[4].startswith("| memory, MB | 30 | 60 |  |")
