"""The landing page and the cover: true numbers, working links, nothing fetched."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from PIL import Image

from press.cover import card_svg, cover_svg, to_png
from press.css import load_tokens
from press.facts import BookCounts, DeckFacts, EditionFacts, PartFacts, human_size
from press.landing import cut_font, extent, figures, notes, write_landing
from press.layout import Layout

THEME = Path(__file__).parents[2] / "theme"
TOKENS = load_tokens(THEME)
DECKS = (
    DeckFacts("Fundamentals & more", "slides/core/01.html", 24),
    DeckFacts("Principles", "slides/core/02.html", 1),
)
PARTS = (PartFacts("Core 01 Fundamentals & more", "pdf/modules/core-01.pdf", 620_000, 40),)
EDITIONS = {
    "web": EditionFacts("web", "Website", "web/index.html", 2_340_000, 9),
    "epub": EditionFacts("epub", "EPUB", "epub/book.epub", 716_510, 8),
    "pdf": EditionFacts("pdf", "PDF", "pdf/book.pdf", 1_840_000, 74, parts=PARTS),
    "slides": EditionFacts("slides", "Slides", "slides/index.html", 3_400_000, decks=DECKS),
}
COUNTS = BookCounts(
    modules=1,
    pages=9,
    words=20_909,
    examples=68,
    lines=1_174,
    diagrams=11,
    questions=14,
    exercises=10,
    executed=96,
    not_run=1,
    python="3.11.7",
)
SETTINGS = {
    "project": "Books & Covers",
    "subtitle": "A test",
    "author": "Somebody",
    "language": "en",
    "project_copyright": "2026, Somebody",
    "press_checked_page": "checked",
}


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "build/web").mkdir(parents=True)
    (tmp_path / "build/web/checked.html").write_text("checked")
    return Layout(tmp_path)


def page(layout: Layout, **changes: object) -> BeautifulSoup:
    given: dict[str, object] = {"editions": EDITIONS, "counts": COUNTS, "settings": SETTINGS}
    path = write_landing(layout, **{**given, **changes})  # type: ignore[arg-type]
    assert path == layout.build / "index.html"
    return BeautifulSoup(path.read_bytes(), "html.parser")


def test_page_leads_to_every_edition_and_every_deck(layout: Layout) -> None:
    links = [link["href"] for link in page(layout).select("a")]
    for edition in EDITIONS.values():
        assert edition.path in links
    for deck in DECKS:
        assert deck.path in links
    for part in PARTS:
        assert part.path in links


def test_page_leads_to_the_handouts_and_flashcards_that_are_there(layout: Layout) -> None:
    assert "handout" not in page(layout).text
    made = ["handouts/core/01-handout.pdf", "handouts/core/01.zip", "anki/book-core-01.apkg"]
    for name in [*made, "anki/book.apkg", "handouts/core/other-card.pdf"]:
        path = layout.build / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    cards = EditionFacts("anki", "Flashcards", "anki/book.apkg", 78_000, 86)
    links = [
        link["href"] for link in page(layout, editions={**EDITIONS, "anki": cards}).select("a")
    ]
    assert [name for name in links if "handouts" in name or name == made[2]] == made[:2] + made[2:]
    assert "anki/book.apkg" in links


def test_page_says_sizes_and_lengths(layout: Layout) -> None:
    text = page(layout).get_text(" ", strip=True)
    for said in ("2.3 MB", "717 KB", "74 pages", "8 chapters", "2 decks, 25 slides", "24 slides"):
        assert said in text
    for said in ("40 pages, 620 KB", "Core 01 Fundamentals & more"):
        assert said in text
    assert re.search(r"\b1 slide\b", text)


def test_page_counts_what_ran_and_says_what_did_not(layout: Layout) -> None:
    soup = page(layout)
    counts = {row.dt.text: row.dd.text for row in soup.select(".counts div")}
    assert counts["examples executed"] == "67"
    assert counts["lines of example code"] == "1,174"
    assert counts["words"] == "20,909"
    assert counts["module"] == "1"
    assert counts["Python that ran them"] == "3.11.7"
    assert "1 of the examples needs a newer Python." in soup.select(".note")[0].text


def test_what_the_book_does_not_hold_is_not_counted() -> None:
    names = [name for name, _ in figures(replace(COUNTS, exercises=0, questions=1))]
    assert "exercises" not in names
    assert "interview question" in names


def test_fragments_are_said_and_their_absence_too() -> None:
    assert notes(replace(COUNTS, not_run=0, fragments=2)).startswith("2 fragments could not run")
    assert notes(replace(COUNTS, not_run=0)) == "No code was left unrun."


def test_an_edition_that_does_not_stand_is_left_out(layout: Layout) -> None:
    soup = page(layout, editions={"epub": EDITIONS["epub"]})
    assert [link["href"] for link in soup.select("a")] == ["epub/book.epub"] * 2
    assert "Slides" not in soup.text


def test_link_to_the_checked_page_only_where_there_is_one(layout: Layout) -> None:
    assert page(layout).select("a[href='web/checked.html']")
    (layout.build / "web/checked.html").unlink()
    assert not page(layout).select("a[href='web/checked.html']")


def test_page_fetches_nothing_and_runs_nothing(layout: Layout) -> None:
    soup = page(layout)
    assert not soup.select("script, img, iframe, link[rel=stylesheet]")
    sheet = soup.style.text
    addresses = re.findall(r"url\(\"?([^)\"]{0,20})", sheet)
    assert addresses and all(address.startswith("data:font/woff2") for address in addresses)
    assert len(str(soup)) < 150_000


def test_words_of_the_project_are_escaped(layout: Layout) -> None:
    html = (layout.build / "index.html", page(layout))[0].read_text()
    assert "<h1>Books &amp; Covers</h1>" in html
    assert "Fundamentals &amp; more</a>" in html


def test_title_comes_from_conf_py_when_nobody_gives_settings(layout: Layout) -> None:
    (layout.root / "conf.py").write_text("project = 'From conf'\nauthor = 'A'\nsubtitle = 'S'\n")
    assert page(layout, settings=None).h1.text == "From conf"


def test_the_same_facts_make_the_same_page(layout: Layout) -> None:
    page(layout)
    first = (layout.build / "index.html").read_bytes()
    page(layout)
    assert (layout.build / "index.html").read_bytes() == first


def test_a_cut_font_holds_the_letters_of_the_text_and_hardly_more() -> None:
    data = cut_font(THEME / "fonts/BookSans-Regular.ttf", "Café")
    letters = TTFont(io.BytesIO(data)).getBestCmap()
    assert {ord(letter) for letter in "Café"} <= set(letters)
    assert len(letters) < 10


def test_sizes_and_lengths_read_well() -> None:
    assert [human_size(size) for size in (0, 999_499, 1_000_000)] == ["1 KB", "999 KB", "1.0 MB"]
    assert extent(EditionFacts("web", "Website", "w", 1, 1)) == "1 page"


# -- Cover --------------------------------------------------------------------------


def test_cover_is_drawn_in_outlines_so_that_it_needs_no_font() -> None:
    svg = cover_svg("Books & Covers", "A test", "Somebody", TOKENS)
    assert "<text" not in svg and "font" not in svg
    assert 'aria-label="Cover: Books &amp; Covers. A test"' in svg


def test_cover_uses_colors_of_the_palette() -> None:
    svg = cover_svg("T", "S", "A", {**TOKENS, "accent": "#123456"})
    assert 'fill="#123456"' in svg
    assert TOKENS["accent"] not in svg


@pytest.mark.parametrize("title", ["X", "Python OOP Masterclass", "A Very " * 6 + "Long Title"])
@pytest.mark.parametrize("size", [(1600, 2560), (1760, 2500)])
def test_letters_of_the_cover_stay_inside_its_margins(title: str, size: tuple[int, int]) -> None:
    width, height = size
    svg = cover_svg(title, "Sub " * 20, "Author " * 9, TOKENS, width=width, height=height)
    for data in re.findall(r'<path d="([^"]+)" fill="#', svg):
        points = re.findall(r"[ML]([-\d.]+)[ ,]([-\d.]+)", data)
        assert all(0 < float(x) < width and 0 < float(y) < height for x, y in points)


def test_a_picture_of_the_cover_has_the_asked_width_and_repeats_itself() -> None:
    svg = card_svg("Books & Covers", "A test", "Somebody", TOKENS)
    first = to_png(svg, 300)
    assert first == to_png(svg, 300)
    assert Image.open(io.BytesIO(first)).size == (300, 158)
