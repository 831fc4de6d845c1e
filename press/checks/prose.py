"""The prose lint over all pages."""

from __future__ import annotations

from collections.abc import Iterator

from press.checks.outcome import Outcome, plural
from press.layout import Layout
from press.prose import lint, sources


def run(layout: Layout) -> Iterator[Outcome]:
    """Lint the book, the decks and the pages beside them; page lengths are only noted."""
    paths = sources(layout)
    report = lint(layout, paths)
    words = sum(page.words for page in report.pages)
    subject = f"{plural(len(paths), 'page')}, {words:,} words"
    yield Outcome("prose", subject, report.findings, "\n".join(report.notes))
