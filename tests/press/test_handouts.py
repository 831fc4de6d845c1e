"""What a speaker takes along: read from a finished deck, complete, and the same bytes twice."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from press import handouts
from press.checks.browser import tab
from press.editions import BuildError
from press.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
DECK = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Money</title>
<link rel="stylesheet" href="../_static/deck.css"></head><body>
<div class="reveal"><div class="slides"><section><section class="deck-title" id="money">
<p class="deck-series">The Book</p><h1>Money &amp; rules</h1>
<aside class="notes"><p><strong>2 min</strong> (until 0:02)</p>
<p id="x">Say <a href="#sum">why</a>, <a href="https://example.org/">read</a>.</p>
</aside></section></section>
<section><section class="exercise"><h2>Try <code>it</code></h2>
<img src="../_images/a.svg" alt="An a">
<aside class="notes"><p><strong>63 min</strong> (until 1:05). File: <code>a.py</code></p>
</aside></section></section>
</div></div><script src="../_static/deck.js"></script></body></html>
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A finished deck of two slides, with a sheet, a font, a picture and a script."""
    files = {
        "core/money.html": DECK,
        "core/other.html": DECK.replace("_images/a.svg", "_images/b.svg"),
        "_static/deck.css": "@font-face { src: url('fonts/a.woff2?v=1#x') } a { b: url(data:x) }",
        "_static/deck.js": "",
        "_static/fonts/a.woff2": "",
        "_static/fonts/LICENSE-a.txt": "free",
        "_static/unused.js": "",
        "_images/a.svg": "",
        "_images/b.svg": "",
    }
    for name, text in files.items():
        path = tmp_path / "build/slides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "build/slides/core/money.html"


def test_a_deck_is_read_as_it_is_spoken(deck: Path) -> None:
    read = handouts.read_deck(deck)
    assert (read.title, read.series, read.language) == ("Money & rules", "The Book", "en")
    first, second = read.slides
    assert (first.minutes, first.until, first.level) == ("2", "0:02", "deck-title")
    assert (second.title, second.until, second.level) == ("Try it", "1:05", "exercise")
    # The time is said once, beside the title, and no link leads into a deck that is not there.
    assert first.notes.strip() == '<p>Say <a>why</a>, <a href="https://example.org/">read</a>.</p>'
    assert second.notes.strip() == "<p>File: <code>a.py</code></p>"


def test_a_deck_is_packed_with_what_it_loads_and_nothing_else(deck: Path) -> None:
    packed = handouts.deck_zip(deck, deck.parents[1])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == [
            "money/_images/a.svg",
            "money/_static/deck.css",
            "money/_static/deck.js",
            "money/_static/fonts/LICENSE-a.txt",
            "money/_static/fonts/a.woff2",
            "money/index.html",
        ]
        assert b"../_" not in archive.read("money/index.html")
    assert handouts.deck_zip(deck, deck.parents[1]) == packed


def test_the_card_is_one_page_with_the_plan(deck: Path) -> None:
    layout = Layout(deck.parents[3])
    made = handouts.card_pdf(layout, handouts.read_deck(deck))
    with pikepdf.open(io.BytesIO(made)) as document:
        assert len(document.pages) == 1
        assert document.docinfo["/Title"] == "Money & rules: presenter's card"
        assert document.Root.Lang == "en"
        assert document.Root.MarkInfo.Marked
        assert "/CreationDate" not in document.docinfo
    assert handouts.card_pdf(layout, handouts.read_deck(deck)) == made


def test_without_decks_there_is_one_line_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="there are no decks: type `make slides`"):
        handouts.handouts(Layout(tmp_path))


def test_only_what_changed_is_made_again_and_nothing_stays_of_a_deck_that_is_gone(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = Layout(deck.parents[3])
    shutil.copy(ROOT / "requirements.txt", layout.root)
    made: list[str] = []

    def make(_layout: Layout, read: handouts.Deck, names: tuple[Path, ...], _built: Path) -> None:
        made.append(read.page.stem)
        for name in names:
            name.parent.mkdir(parents=True, exist_ok=True)
            name.write_text("made")

    monkeypatch.setattr(handouts, "_make", make)
    assert len(handouts.handouts(layout)) == 8
    handouts.handouts(layout)
    assert made == ["money", "other"]
    (deck.parents[1] / "_images/b.svg").write_text("<svg/>")
    handouts.handouts(layout)
    assert made == ["money", "other", "other"]
    deck.unlink()
    left = handouts.handouts(layout)
    assert sorted(layout.build.glob("handouts/*/*")) == sorted(left)


def test_a_real_deck_prints_slide_by_slide_and_opens_from_its_zip(
    browser: Browser, layout: Layout, tmp_path: Path
) -> None:
    built = layout.build / "slides"
    page = next(iter(sorted(built.glob("core/*.html"))), None)
    assert page, "the decks are not built: type make"
    deck = handouts.read_deck(page)
    printed = handouts.slides_pdf(deck)
    assert handouts.slides_pdf(deck) == printed
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == len(deck.slides)
        assert document.docinfo["/Title"] == deck.title
        assert "/CreationDate" not in document.docinfo

    with zipfile.ZipFile(io.BytesIO(handouts.deck_zip(page, built))) as archive:
        archive.extractall(tmp_path)
    with tab(browser) as visit:
        visit.page.goto((tmp_path / page.stem / "index.html").as_uri())
        visit.page.wait_for_function("window.Reveal && Reveal.isReady()")
        assert visit.page.evaluate("Reveal.getTotalSlides()") == len(deck.slides)
        assert visit.page.evaluate("document.fonts.check('16px \"Book Sans\"')")
        assert visit.take() == []
