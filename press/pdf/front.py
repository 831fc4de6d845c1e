"""Cover, title page and contents, filled from the templates in ``theme/print``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from press.cover import cover_svg
from press.pdf import backmatter
from press.pdf.fragments import Heading
from press.pdf.plan import Entry
from press.pdf.sheet import Sheet

#: A name as code has it: underscores, dots or capitals inside.
_NAME = re.compile(r"__\w+__|[a-z_]\w*(?:\.\w+)+|[A-Z][a-z]+(?:[A-Z]\w*)+|[a-z]+(?:_\w+)*")
_DOTS = 4  # units of the cover's picture in a point


@dataclass(frozen=True)
class Line:
    """A line of the contents, with room for the number of its page, which the merge sets.

    So the contents are not set again when pages have moved.
    """

    entry: Entry
    digits: int


class FrontMatter:
    """The pages before the text. ``facts`` are title, subtitle, author, rights and the like."""

    def __init__(self, sheet: Sheet, facts: Mapping[str, str]) -> None:
        self._templates = _templates(sheet.base)
        self._facts = dict(facts)
        self._sheet = sheet

    def cover(self) -> str:
        """Return the body of the cover: the picture that all editions share, and its words.

        The words in the picture are outlines; those of the template are there to be found and read
        aloud.
        """
        sheet, facts = self._sheet, self._facts
        art = cover_svg(
            facts["title"],
            facts["subtitle"],
            facts["author"],
            sheet.values,
            width=round(sheet.length("page-width") * _DOTS),
            height=round(sheet.length("page-height") * _DOTS),
            fonts=sheet.faces[0].path.parent,
        )
        return self._fill("cover.html", art=art)

    def title_pages(self) -> str:
        """Return the body of title page and imprint."""
        return self._fill("title.html")

    def excerpt(self, title: Heading, file: str) -> str:
        """Return the body of the title page of one module; ``file`` is that of the whole book."""
        return self._fill("excerpt.html", module=title, file=file)

    def contents(self, lines: Sequence[Line], figures: Sequence[Line]) -> str:
        """Return the body of the contents and of the list of figures."""
        return self._fill("contents.html", lines=lines, figures=figures)

    def index(
        self, found: Sequence[backmatter.Entry], index: Mapping[str, int], labels: Sequence[str]
    ) -> str:
        """Return the body of the index; ``labels`` are the numbers of the pages."""
        return self._fill(
            "index.html",
            letters=list(backmatter.by_letter(found)),
            numbers=lambda entry: backmatter.numbers(entry, index, labels),
            word=_word,
        )

    def _fill(self, name: str, **facts: object) -> str:
        return self._templates.get_template(name).render(**self._facts, **facts)


@cache
def _templates(folder: Path) -> Environment:
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def _word(text: str) -> Markup:
    """Set a name of the language in the type of code."""
    name, space, owner = text.partition(" (")
    if _NAME.fullmatch(name) and (not space or _NAME.fullmatch(owner.rstrip(")"))):
        return Markup("<code>{}</code>{}").format(name, f"{space}{owner}")
    return Markup.escape(text)
