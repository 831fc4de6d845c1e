"""Decks in a real browser at three sizes: overflow, titles, pictures, console, axe."""

from __future__ import annotations

from collections.abc import Iterator

from press.checks.outcome import Outcome, missing_edition, plural
from press.deckcheck import check_decks, decks_of
from press.layout import Layout


def run(layout: Layout) -> Iterator[Outcome]:
    """Check every deck and the page that lists them."""
    folder = layout.build / "slides"
    if not folder.is_dir():
        yield missing_edition("decks", folder, "slides")
        return
    pages = decks_of(folder)
    yield Outcome("decks", plural(len(pages), "page"), check_decks(folder, layout=layout))
