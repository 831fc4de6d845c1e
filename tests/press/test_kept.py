"""What the press keeps between builds is what it would make anew."""

from __future__ import annotations

import base64
from functools import partial
from pathlib import Path

import nbformat
import pytest

from press import cover, kept, landing, mermaid_svg
from press.notebook_schema import check_notebook

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="60">'
    '<rect width="20" height="60" fill="#0d5f70"/></svg>'
)


def test_a_kept_cover_has_the_bytes_of_one_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = cover.to_png(SVG, 80)
    assert cover.kept_png(SVG, 80, tmp_path) == drawn
    monkeypatch.setattr(cover, "to_png", lambda *_: pytest.fail("drawn again"))
    assert cover.kept_png(SVG, 80, tmp_path) == drawn


def test_another_picture_or_width_is_drawn(tmp_path: Path) -> None:
    first = cover.kept_png(SVG, 80, tmp_path)
    assert cover.kept_png(SVG, 40, tmp_path) != first
    assert cover.kept_png(SVG.replace("#0d5f70", "#ffffff"), 80, tmp_path) != first


def test_the_fonts_of_the_landing_page_are_cut_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = Path(__file__).parents[2] / "theme" / "fonts"
    first = list(landing._faces(fonts, "Four editions", tmp_path))
    data = base64.b64encode(landing.cut_font(fonts / landing._FACES[0][2], "Four editions"))
    assert data.decode() in first[0]
    monkeypatch.setattr(landing, "cut_font", lambda *_: pytest.fail("cut again"))
    assert list(landing._faces(fonts, "editions Four", tmp_path)) == first


def test_the_letters_of_a_picture_are_cut_once_for_all_its_colors() -> None:
    fonts = Path(__file__).parents[2] / "theme" / "fonts"
    faces = mermaid_svg.find_faces("Book Sans", fonts)
    mermaid_svg._subset.cache_clear()
    rules = [
        list(mermaid_svg._font_rules([(text, False, False, 16.0)], faces))
        for text in ("one two", "two one", "owten ")
    ]
    assert rules[0] == rules[1] == rules[2]
    assert mermaid_svg._subset.cache_info().misses == 1
    assert mermaid_svg._subset.__wrapped__(faces[0].file, "two one") == mermaid_svg._subset(
        faces[0].file, "".join(sorted(set("one two")))
    )


def notebook(cell: dict[str, object]) -> dict[str, object]:
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize(
    ("cell", "valid"),
    [
        ({"id": "a", "cell_type": "markdown", "metadata": {}, "source": "x"}, True),
        ({"id": "a", "cell_type": "markdown", "metadata": {}}, False),
        ({"id": "a b", "cell_type": "markdown", "metadata": {}, "source": "x"}, False),
        ({"id": "a", "cell_type": "prose", "metadata": {}, "source": "x"}, False),
    ],
)
def test_the_schema_alone_says_what_nbformat_says(cell: dict[str, object], valid: bool) -> None:
    try:
        check_notebook(notebook(cell))
        alone = True
    except ValueError:
        alone = False
    try:
        nbformat.validate(notebook(cell))
        whole = True
    except nbformat.ValidationError:
        whole = False
    assert (alone, whole) == (valid, valid)


def test_a_shelf_keeps_what_was_taken_last_and_nothing_else(tmp_path: Path) -> None:
    def take(by: str, **things: str) -> list[str]:
        made: list[str] = []
        shelf = kept.Shelf(tmp_path / "shelf", by)

        def make(name: str) -> bytes:
            made.append(name)
            return name.encode() * 2

        for name, text in things.items():
            assert shelf.take([name, text], partial(make, name)) == name.encode() * 2
            assert shelf.take([name, text], partial(make, name)) == name.encode() * 2
        shelf.save()
        return made

    assert take("one", a="1", b="2") == ["a", "b"]
    assert take("one", a="1", b="2") == []
    assert take("one", a="1", b="3") == ["b"]
    assert take("one", a="1", b="2") == ["b"]
    assert take("two", a="1") == ["a"]
    assert take("two", b="2") == ["b"]
    assert take("two", a="1") == ["a"]
    (tmp_path / "shelf").write_bytes(b"no pickle")
    assert take("two", a="1") == ["a"]
