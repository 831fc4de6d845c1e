"""The finished editions. Nothing is skipped: what is not built fails with what to type."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.drafts import draft_modules, in_draft
from press.examples import fences
from press.examples.model import Page
from press.layout import Layout


def need(path: Path, pattern: str = "") -> Path:
    """Return ``path``, or the one file in it that matches ``pattern``."""
    found = sorted(path.glob(pattern)) if pattern else [path]
    if len(found) != 1 or not found[0].exists():
        pytest.fail(f"{path.parent.name}/{path.name}/{pattern} is not built: type make", False)
    return found[0]


@pytest.fixture(scope="session")
def web(layout: Layout) -> Path:
    """The folder of the website."""
    return need(layout.build / "web")


@pytest.fixture(scope="session")
def slides(layout: Layout) -> Path:
    """The folder of the decks."""
    return need(layout.build / "slides")


@pytest.fixture(scope="session")
def epub(layout: Layout) -> Path:
    """The EPUB."""
    return need(layout.build / "epub", "*.epub")


@pytest.fixture(scope="session")
def pdf(layout: Layout) -> Path:
    """The PDF."""
    return need(layout.build / "pdf", "*.pdf")


@pytest.fixture(scope="session")
def landing(layout: Layout) -> Path:
    """The page that leads to everything."""
    return need(layout.build / "index.html")


@pytest.fixture(scope="session")
def modules(layout: Layout) -> list[str]:
    """The folders of the modules that readers see, from the sources."""
    found = {
        index.parent.relative_to(layout.book).as_posix()
        for index in layout.book.glob("*/*/index.md")
    }
    return sorted(found - set(draft_modules(layout.book)))


@pytest.fixture(scope="session")
def pages(layout: Layout) -> dict[str, Page]:
    """The sources of what readers see, as the press reads them, by document name."""
    drafts = draft_modules(layout.book)
    return {
        path.relative_to(layout.book).with_suffix("").as_posix(): fences.read_page(
            path, layout.root, layout.slides
        )
        for path in sorted(layout.book.rglob("*.md"))
        if not path.name.startswith("_") and not in_draft(path, layout.book, drafts)
    }
