"""The decks, slide by slide, at three sizes of window, from the file system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from press import deckcheck
from press.checks.browser import tab
from press.checks.outcome import Origins
from press.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_no_slide_overflows_and_nothing_fails_at_three_sizes(
    browser: Browser, layout: Layout, slides: Path
) -> None:
    origins = Origins(layout)
    with tab(browser) as visit:
        found = [
            finding
            for file in deckcheck.decks_of(slides)
            for finding in deckcheck.check_page(visit, file, deckcheck.SIZES, origins)
        ]
    assert not found, "\n".join(map(str, found))


def test_each_module_has_a_deck_and_the_shelf_leads_to_it(slides: Path, modules: list[str]) -> None:
    shelf = (slides / "index.html").read_text(encoding="utf-8")
    for module in modules:
        assert (slides / f"{module}.html").is_file(), f"slides/{module}.md is missing"
        assert f'href="{module}.html' in shelf
