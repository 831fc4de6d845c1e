"""What a validator hands back, and what it says when it cannot run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from press.finding import Finding
from press.layout import Layout


class UnavailableError(Exception):
    """A program that the validator needs is missing; the message names it and the command."""


@dataclass(frozen=True)
class Outcome:
    """One line of the table: what was looked at, and the findings. ``note`` is only said."""

    check: str
    subject: str
    findings: Sequence[Finding] = ()
    note: str = ""


def missing_edition(check: str, folder: Path, target: str) -> Outcome:
    """Return the outcome of a check whose edition is not there."""
    place = f"{folder.parent.name}/{folder.name}"
    finding = Finding(place, 0, "is not built", f"type make {target}".rstrip(), "missing")
    return Outcome(check, place, [finding])


def plural(count: int, thing: str) -> str:
    """Return ``1 page`` or ``3 pages``."""
    return f"{count:,} {thing}{'s' * (count != 1)}"


def relative(path: Path, layout: Layout) -> str:
    """Return how messages call a file: from the project's folder where it is in there."""
    try:
        return path.relative_to(layout.root).as_posix()
    except ValueError:
        return path.as_posix()


class Origins:
    """Find the line of the source that a finding in a finished page comes from."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._lines: dict[Path, list[str]] = {}

    def source(self, page: Path) -> Path | None:
        """Return the MyST file of a finished page, or None for a page that has none."""
        build = self._layout.build
        for folder, source in (
            (build / "web", self._layout.book),
            (build / "slides", self._layout.slides),
        ):
            if page.is_relative_to(folder):
                path = source / page.relative_to(folder).with_suffix(".md")
                return path if path.is_file() else None
        return None

    def locate(self, page: Path, line: int, *needles: str) -> tuple[str, int]:
        """Return file and line of the source that holds one of ``needles``, else of the page."""
        source = self.source(page)
        if source is not None:
            if source not in self._lines:
                self._lines[source] = source.read_text(encoding="utf-8").splitlines()
            for needle in filter(None, needles):
                for number, text in enumerate(self._lines[source], 1):
                    if needle in text:
                        return relative(source, self._layout), number
        return relative(page, self._layout), line

    def moved(self, finding: Finding, page: Path, *needles: str) -> Finding:
        """Return the finding at its source."""
        path, line = self.locate(page, finding.line, *needles)
        return Finding(path, line, finding.what, finding.mend, finding.rule)
