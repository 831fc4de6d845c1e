"""The EPUB opens in a reader: it is what the standard asks for."""

from __future__ import annotations

import zipfile
from pathlib import Path

from press.checks.epub import check_epub


def test_epubcheck_has_no_error_and_no_warning(epub: Path) -> None:
    found = check_epub(epub)
    assert not found, "\n".join(map(str, found))


def test_every_page_of_the_sources_is_a_chapter(epub: Path, pages: dict[str, object]) -> None:
    with zipfile.ZipFile(epub) as archive:
        names = set(archive.namelist())
    assert {f"{name}.xhtml" for name in pages} <= names


def test_a_cover_and_the_fonts_are_inside(epub: Path) -> None:
    with zipfile.ZipFile(epub) as archive:
        package = archive.read("content.opf").decode()
        fonts = [name for name in archive.namelist() if name.endswith((".woff2", ".ttf"))]
    assert 'properties="cover-image"' in package
    assert fonts
