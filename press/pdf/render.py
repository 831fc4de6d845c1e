"""Set one unit with WeasyPrint: HTML to pages, and the facts the merge needs.

A :class:`Renderer` is kept for many units, because reading style sheet and fonts costs as much as
setting a page. It gives the same bytes for the same input, whatever it has set before.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import weasyprint
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from press.pdf.breaks import end_with_text, note_breaks
from press.pdf.facts import (
    INNER,
    VARIANT,
    FontUse,
    NumberBox,
    PageFacts,
    RenderSettings,
    UnitFacts,
)
from press.pdf.figures import settle
from press.pdf.notes import keep_notes
from press.pdf.tagging import finish_tags, name_tags

_PIXEL = 0.75  # a CSS pixel in points
_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif"}


class BookFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Give WeasyPrint the pictures of the unit and the files of the theme, and nothing else.

    No page of the book may depend on a network or on a file that is not part of its inputs.
    """

    def __init__(self, base: str) -> None:
        super().__init__()
        self._folder = Path(base).parent.resolve()
        self.images: Mapping[str, str] = {}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Open ``url``.

        :raises ValueError: it is neither a picture of the unit nor below the theme.
        """
        scheme, _, rest = url.partition(":")
        if scheme == "image":
            path = Path(self.images[unquote(rest)])
            kind = _TYPES.get(path.suffix.lower(), "application/octet-stream")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})
        if scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(rest.removeprefix("//"))).resolve()
        if scheme != "file" or not path.is_relative_to(self._folder):
            raise ValueError("not a file of the book")
        return super().fetch(url, headers)


class _Notes(logging.Handler):
    """Collect what WeasyPrint says about lost content."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        # A declaration that is not understood loses no content: raw HTML may bring any style.
        if not message.startswith(("Ignored ", "Invalid ", "Unsupported ")):
            self.messages.append(message)


@contextmanager
def _listening() -> Iterator[_Notes]:
    logger = logging.getLogger("weasyprint")
    notes = _Notes()
    level, propagate = logger.level, logger.propagate
    logger.addHandler(notes)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield notes
    finally:
        logger.removeHandler(notes)
        logger.setLevel(level)
        logger.propagate = propagate


class Renderer:
    """Sets units one after the other."""

    def __init__(self, settings: RenderSettings) -> None:
        keep_notes()
        name_tags()
        self._settings = settings
        self._fetcher = BookFetcher(settings.base)
        self._fonts = FontConfiguration()
        with _listening() as notes:
            self._css = weasyprint.CSS(
                string=settings.css,
                base_url=Path(settings.base).as_uri() + "/",
                font_config=self._fonts,
                url_fetcher=self._fetcher,
            )
        self._css_messages = notes.messages

    def render(
        self, markup: str, images: Mapping[str, str], prefix: str
    ) -> tuple[bytes, UnitFacts]:
        """Set ``markup``, a whole HTML document; ``images`` maps ``image:`` names to files.

        ``prefix`` makes ids inside the PDF unique among the units of a book.
        """
        self._fetcher.images = images
        facts = UnitFacts(messages=list(self._css_messages))
        with _listening() as notes, self._without_font_files(facts):
            source = weasyprint.HTML(string=markup, url_fetcher=self._fetcher)
            document = settle(
                source.etree_element,
                lambda: source.render(
                    font_config=self._fonts, stylesheets=[self._css], pdf_variant=VARIANT
                ),
            )
            end_with_text(document.pages)

            def finish(document: Any, pdf: Any) -> None:
                facts.pages = [_page_facts(page) for page in document.pages]
                facts.links = sorted(set(_links(document.pages)))
                note_breaks(document.pages, facts.pages)
                finish_tags(document, pdf, prefix)

            data = document.write_pdf(finisher=finish, pdf_variant=VARIANT)
        facts.messages += dict.fromkeys(notes.messages)
        return data, facts

    @contextmanager
    def _without_font_files(self, facts: UnitFacts) -> Iterator[None]:
        """Keep the theme's fonts out of the unit: the merge embeds each once for all units.

        A font that is not the theme's came from the system because no font of the book has the
        character; that page would look different elsewhere, so it is reported.
        """
        embed = pdf_fonts.Font.clean

        def clean(font: Any, to_unicode: Any, hinting: bool) -> None:
            sha = hashlib.sha256(font.file_content).hexdigest()
            if sha not in self._settings.fonts:
                shown = "".join(sorted(set("".join(font.to_unicode.values()))))
                facts.messages.append(
                    f"no font of the book has {shown!r}: printed in {font.family}, a font of this "
                    "computer: use another character, or add a font to theme/fonts"
                )
                embed(font, to_unicode, hinting)
                return
            facts.fonts[font.name.decode().removeprefix("/")] = FontUse(
                sha, sorted(glyph for glyph in to_unicode if glyph < font.glyph_count)
            )
            font.file_content = b""

        pdf_fonts.Font.clean = clean
        try:
            yield
        finally:
            pdf_fonts.Font.clean = embed


def _page_facts(page: Any) -> PageFacts:
    facts = PageFacts(page.width * _PIXEL, page.height * _PIXEL)
    for name, (left, top, _right, _bottom) in sorted(page.anchors.items()):
        facts.places[name] = (_short(left * _PIXEL), _short(facts.height - top * _PIXEL))
    for kind, target, _rectangle, box in page.links:
        if kind == "external" and target.startswith("page:") and box.link:
            facts.numbers.append(
                NumberBox(
                    target=unquote(target.removeprefix("page:")),
                    family=box.style["font_family"][0],
                    weight=int(box.style["font_weight"]),
                    italic=box.style["font_style"] != "normal",
                )
            )
    return facts


def _links(pages: Iterable[Any]) -> Iterator[str]:
    for page in pages:
        for kind, target, _rectangle, _box in page.links:
            scheme, _, name = target.partition(":") if kind == "external" else ("", "", "")
            if scheme in INNER:
                yield unquote(name)


def _short(number: float) -> float:
    return round(number, 3)
