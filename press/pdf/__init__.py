"""The PDF edition: a Sphinx builder on WeasyPrint.

======================  =====================================================================
``builder``             Sphinx's part: each document becomes a fragment
``translator``          doctree to HTML: footnotes in place, long lines of code marked
``fragments``           the HTML of a document with names that are unique in the book
``typography``          ranges that stay together, addresses of links
``plan``, ``front``     order of the book, contents, list of figures, cover and title page
``backmatter``          the index
``book``                the order of work; ``problems`` says what got lost
``pool``, ``render``    setting units in parallel, cached by content
``paginate``            blanks, sides, page numbers
``piece``, ``running``  a unit in its place: links, numbers, heads; kept, and used again
``merge``               joining pieces: order of pages, outline, destinations, labels, metadata
``structure``           joining the tags; ``tagging`` mends those of one unit
``typecase``            fonts, embedded once for the whole book
``objects``, ``shared`` objects as bytes under the numbers of the joined file, and the file
``kept``                which files stay in the caches
``sheet``               the style sheets and the measures in them
======================  =====================================================================

Settings in ``conf.py``: ``pdf_basename`` names the file, ``pdf_format`` picks
``theme/print/page-<format>.css``, ``pdf_page_word`` stands before page numbers in cross references,
``pdf_addresses_word`` above the addresses of a page's links, ``pdf_jobs`` is the number of
processes (0: one each core), ``pdf_cache`` the folder of set units.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from press.pdf.builder import BookPdfBuilder


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder; what sets and joins pages is loaded only when it runs."""
    app.setup_extension("press.references")  # a fragment is written again with what it shows
    app.add_builder(BookPdfBuilder)
    app.add_config_value("pdf_basename", "book", "", [str])
    app.add_config_value("pdf_format", "book", "", [str])
    app.add_config_value("pdf_page_word", "page", "html", [str])
    app.add_config_value("pdf_addresses_word", "Addresses of links", "html", [str])
    app.add_config_value("pdf_jobs", 0, "", [int])
    app.add_config_value("pdf_cache", "", "", [str])
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
