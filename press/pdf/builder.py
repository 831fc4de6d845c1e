"""The Sphinx builder ``bookpdf``: writes each document as a fragment, then has the book set.

Reading, resolving and the HTML of a document come from Sphinx's own HTML builder. What follows,
from :mod:`press.pdf.book` on, knows nothing of Sphinx.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.indexentries import IndexEntries
from sphinx.util import logging
from sphinx.util.display import status_iterator

from press.css import code_colors
from press.garbage import collect_seldom
from press.layout import Layout
from press.pango import missing_pango
from press.pdf.fragments import Fragment, Words, write_fragment
from press.pdf.sheet import Sheet
from press.pdf.translator import PrintHighlighter, PrintTranslator

if TYPE_CHECKING:
    from press.pdf.book import Problem

logger = logging.getLogger(__name__)


class BookPdfBuilder(StandaloneHTMLBuilder):
    """Write one PDF of all documents that the contents reach."""

    name = "bookpdf"
    format = "html"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = PrintTranslator
    out_suffix = ".json"
    search = False
    copysource = False
    add_permalinks = False
    html_scaled_image_link = False
    supported_remote_images = True  # or Sphinx would download them; a fragment refuses them
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif"]  # noqa: RUF012

    def init(self) -> None:
        """Find out what is missing before a single page is read."""
        collect_seldom()
        self.events.connect("env-before-read-docs", _need_pango, 500)
        super().init()

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Use the plainest theme: its templates are never filled, and others bring hooks."""
        return "basic", {}

    def init_highlighter(self) -> None:
        """Highlight for paper: one palette, and a sign for lines that go on."""
        style = self.config.pygments_style or "none"
        self.highlighter = PrintHighlighter(style, 78)
        self.dark_highlighter = None
        css = code_colors(self.highlighter.get_stylesheet())
        try:
            self.sheet = Sheet.load(Path(self.confdir), self.config.pdf_format, css)
        except (OSError, ValueError) as error:
            sys.exit(f"pdf: {error}")
        self.highlighter = PrintHighlighter(style, self.sheet.count("code-columns"))

    # -- Where things are --

    def get_output_path(self, page_name: str, /) -> Path:
        """Return the file of a document's fragment."""
        return Path(self.outdir, "fragments", f"{page_name}.json")

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Name a document the way the merge resolves it."""
        del typ
        return f"book:{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Name a document, wherever the link stands."""
        del from_
        return self.get_target_uri(to, typ)

    # -- Writing --

    def copy_assets(self) -> None:
        """Copy nothing: pictures are read where they are."""

    def write_doc_serialized(self, docname: str, doctree: nodes.document) -> None:
        """Choose pictures; there is no search index to feed."""
        del docname
        self.post_process_images(doctree)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write one document's fragment."""
        doctree.settings = self.docsettings
        self.secnumbers = self.env.toc_secnumbers.get(docname, {})
        self.fignumbers = self.env.toc_fignumbers.get(docname, {})
        self.imgpath = "image:"
        self.dlpath = ""
        self.current_docname = docname
        fragment = Fragment(docname, os.fspath(self.env.doc2path(docname)))
        self._note_images(fragment, doctree)
        visitor: Any = self.create_translator(doctree, self)
        doctree.walkabout(visitor)
        words = Words(self.config.pdf_page_word, self.config.pdf_addresses_word)
        write_fragment(fragment, "".join(visitor.fragment), words)
        for problem in fragment.problems:
            logger.warning(problem, location=docname, type="pdf")
        fragment.save(self.get_output_path(docname))

    def _note_images(self, fragment: Fragment, doctree: nodes.document) -> None:
        for node in doctree.findall(nodes.image):
            if (name := self.images.get(node["uri"])) is None:
                continue
            fragment.images[name] = os.fspath(Path(self.srcdir, node["uri"]))
            fragment.lines[name] = _location(node, fragment.source)

    # -- The book --

    def finish(self) -> None:
        """Set what has changed and join the book."""
        from press.pdf.backmatter import entries  # noqa: PLC0415
        from press.pdf.book import Book, Setter, SettingError, make_book  # noqa: PLC0415
        from press.pdf.plan import order  # noqa: PLC0415

        config = self.config
        fragments = {
            docname: Fragment.load(self.get_output_path(docname))
            for docname in self.env.found_docs
            if self.get_output_path(docname).is_file()
        }
        book = Book(
            title=config.project,
            subtitle=config.press_subtitle if "press_subtitle" in config else "",
            author=config.author,
            language=config.language or "en",
            rights=config.copyright,
            version=config.release,
            index=entries(IndexEntries(self.env).create_index(self)),
            chapters=order(config.root_doc, self.env.toctree_includes, fragments),
        )
        kept = "pdf" if config.pdf_format == "book" else f"pdf-{config.pdf_format}"
        cache = Path(config.pdf_cache or Layout(Path(self.confdir)).build / ".cache" / kept)
        setter = Setter(self.sheet, cache, config.pdf_jobs, self._progress)
        target = Path(self.outdir, f"{config.pdf_basename}.pdf")
        try:
            problems = make_book(book, setter, target)
        except SettingError as error:
            sys.exit(f"pdf: {error}")
        for problem in problems:
            self._report(problem)
        self.write_buildinfo()

    def _progress(self, what: str, names: Iterable[str], total: int) -> None:
        for _ in status_iterator(names, f"{what}... ", length=total):
            pass

    def _report(self, problem: Problem) -> None:
        logger.warning(problem.message, location=problem.location or None, type="pdf")

    def handle_finish(self) -> None:
        """Write no inventory and no search index."""


def _need_pango(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Stop where pages are to be read that could not be set."""
    del app, env
    if docnames and (message := missing_pango()):
        sys.exit(f"pdf: {message}")


def _location(node: nodes.Node | None, source: str) -> str:
    """Return ``file:line`` of a node; inline nodes know only their block's line."""
    while node is not None and not node.line:
        node = node.parent
    return source if node is None else f"{node.source or source}:{node.line}"
