"""What extensions ask that add something to the website alone."""

from __future__ import annotations

from sphinx.application import Sphinx

WEB_BUILDERS = ("html", "dirhtml")
THEME = "book"


def is_website(app: Sphinx) -> bool:
    """Whether this build writes a website."""
    return app.builder.name in WEB_BUILDERS


def is_book_site(app: Sphinx) -> bool:
    """Whether this build writes a website in the book's own theme."""
    return is_website(app) and bool(app.config.html_theme == THEME)
