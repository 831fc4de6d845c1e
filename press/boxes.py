"""Sphinx extension: the boxes of the house, ``:::{admonition} Title`` with one of their classes.

The class gives a box its look and its meaning. A misspelled one would leave a plain box in every
edition and say nothing.
"""

from __future__ import annotations

import difflib

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

#: The classes an author may write, and what such a box says.
BOXES = {
    "version": "behavior that differs between Pythons",
    "ageing": "facts of others that change within months, with a date and the versions at hand",
    "trap": "what looks right and is not",
    "when-not": "when to leave the recipe alone",
}


def _check(app: Sphinx, doctree: nodes.document) -> None:
    for box in doctree.findall(nodes.admonition):
        for name in box["classes"]:
            # docutils adds one of its own where the author writes none.
            if name not in BOXES and not name.startswith("admonition-"):
                logger.warning(
                    'there is no box of class "%s": %s',
                    name,
                    _mend(name),
                    location=box,
                    type="press",
                    subtype="boxes",
                )
                app.env.note_reread()


def _mend(name: str) -> str:
    close = difflib.get_close_matches(name, BOXES, n=1)
    return f"did you mean {close[0]}?" if close else f"write one of {', '.join(BOXES)}"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at the boxes of each document that is read."""
    app.connect("doctree-read", _check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
