"""Sphinx extension: a picture says what it shows, and lies in the project.

Without alternative text a picture is nothing to a reader who cannot see it; from another host it
is nothing to one without a network, and the host learns who reads.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


def _check(app: Sphinx, doctree: nodes.document) -> None:
    del app
    for image in doctree.findall(nodes.image):
        if "://" in image["uri"] and not image["uri"].startswith("data:"):
            _warn(image, "the picture %s lies on another host: put the file into the book")
        elif not image.get("alt", "").strip():
            _warn(image, "the picture %s has no alternative text: write ![what it shows](…)")


def _warn(image: nodes.image, message: str) -> None:
    # An inline picture has no line of its own.
    place: nodes.Element | None = image
    while place is not None and not place.line:
        place = place.parent
    logger.warning(message, image["uri"], location=place or image, type="press", subtype="images")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at the pictures of each document that is read."""
    # Before Sphinx looks for the files and rewrites their names.
    app.connect("doctree-read", _check, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
