"""Two builds give the same bytes, and where they do not, what differs is named."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from press import reproduce
from press.editions import BuildError
from press.layout import Layout


@pytest.fixture
def twins(tmp_path: Path) -> list[Layout]:
    """Two finished builds that are alike."""
    layouts = [Layout(tmp_path / name) for name in ("one", "other")]
    for layout in layouts:
        for name in ("web/page.html", "pdf/book.pdf", "index.html"):
            (layout.build / name).parent.mkdir(parents=True, exist_ok=True)
            (layout.build / name).write_text("made\n")
        (layout.build / "epub/tracks").mkdir(parents=True)
        for name in ("book", "tracks/book-core"):
            archive(layout.build / f"epub/{name}.epub", "made")
    return layouts


def archive(file: Path, text: str, year: int = 2026) -> None:
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype", (2026, 1, 1, 0, 0, 0)), "application/epub+zip")
        made.writestr(zipfile.ZipInfo("page.xhtml", (year, 1, 1, 0, 0, 0)), text)


def test_builds_that_are_alike_have_no_difference(twins: list[Layout]) -> None:
    assert reproduce.differences(*twins) == []


def test_a_file_is_named_with_the_first_byte_that_differs(twins: list[Layout]) -> None:
    (twins[1].build / "web/page.html").write_text("maze\n")
    [found] = reproduce.differences(*twins)
    assert found.path == "web/page.html"
    assert found.where == "at byte 2: b'made\\n' and b'maze\\n'"


def test_a_longer_file_differs_where_the_shorter_one_ends(twins: list[Layout]) -> None:
    (twins[1].build / "pdf/book.pdf").write_text("made\nmore")
    [found] = reproduce.differences(*twins)
    assert found.where.startswith("at byte 5:")


def test_a_file_of_one_build_alone_is_named(twins: list[Layout]) -> None:
    (twins[0].build / "web/page.html").unlink()
    [found] = reproduce.differences(*twins)
    assert (found.path, found.where) == ("web/page.html", "only in one of the builds")


@pytest.mark.parametrize("name", ["book", "tracks/book-core"])
@pytest.mark.parametrize(
    ("text", "year", "where"),
    [("maze", 2026, "in page.xhtml at byte 2:"), ("made", 2025, "its archive: times or modes")],
)
def test_an_archive_is_opened(
    twins: list[Layout], name: str, text: str, year: int, where: str
) -> None:
    archive(twins[1].build / f"epub/{name}.epub", text, year)
    [found] = reproduce.differences(*twins)
    assert found.path == f"epub/{name}.epub"
    assert found.where.startswith(where)


def test_a_build_that_fails_says_which_step_and_why(tmp_path: Path, capfd: Any) -> None:
    root = Layout(tmp_path / "project")
    (root.root / "press").mkdir(parents=True)
    (root.root / "press/__init__.py").touch()
    (root.root / "press/__main__.py").write_text("raise SystemExit('page.md:3: no such example')")
    with pytest.raises(BuildError, match=r"reproduce: prove failed:\npage\.md:3: no such example"):
        reproduce.reproduce(root)
