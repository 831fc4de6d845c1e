"""Cover, title page and contents, filled from the templates in ``theme/print``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from press.pdf.plan import Entry
from press.pdf.sheet import Sheet, draw


@dataclass(frozen=True)
class Line:
    """A line of the contents with the number of its page."""

    entry: Entry
    page: str


class FrontMatter:
    """The pages before the text. ``facts`` are title, subtitle, author, rights and the like."""

    def __init__(self, sheet: Sheet, facts: Mapping[str, str]) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(sheet.base), autoescape=True, undefined=StrictUndefined
        )
        self._facts = dict(facts)
        self._art = draw(sheet.base / "cover.svg", sheet.values)

    def cover(self) -> str:
        """Return the body of the cover."""
        return self._fill("cover.html", art=self._art)

    def title_pages(self) -> str:
        """Return the body of title page and imprint."""
        return self._fill("title.html")

    def contents(self, lines: Sequence[Line]) -> str:
        """Return the body of the contents."""
        return self._fill("contents.html", lines=lines)

    def _fill(self, name: str, **facts: object) -> str:
        return self._templates.get_template(name).render(**self._facts, **facts)
