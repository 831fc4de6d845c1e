"""From a resolved doctree to HTML for print: what paper needs and a screen does not.

Footnotes stand where they are called, so that WeasyPrint can float them to the foot of the page;
lines of code too long for the page are marked, so that their continuation gets a sign.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from docutils import nodes
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.token import Token  # type: ignore[import-untyped]
from sphinx.highlighting import PygmentsBridge
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from press.pdf.fragments import SHORT_LISTING

logger = logging.getLogger(__name__)

_TAG = re.compile(r"<[^>]*>")
_FEW, _MANY = 3, 10  # lines: fewer never stand alone on a page, more need not stay together


class PrintTranslator(HTML5Translator):
    """HTML for WeasyPrint. It runs once for each document."""

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self._footnotes = {
            name: note for note in document.findall(nodes.footnote) for name in note["ids"]
        }
        self._printed: set[str] = set()

    # -- Footnotes --

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """Put the note's text at its first call; later calls repeat only the number."""
        target = node["refid"]
        note = self._footnotes.get(target)
        label = html.escape(node.astext())
        if note is None:
            self.body.append(f"<sup>{label}</sup>")
        elif target in self._printed:
            self.body.append(f'<a class="note-again" href="#{target}">{label}</a>')
        else:
            self._printed.add(target)
            self.body.append(f'<small class="note" id="{target}" data-label="{label}">')
            self._note_text(note)
            self.body.append("</small>")
        raise nodes.SkipNode

    def depart_footnote_reference(self, node: nodes.Element) -> None:
        """Do nothing: the visit has written everything."""

    def _note_text(self, note: nodes.Element) -> None:
        """Write a note's paragraphs as inline text: a block would end the paragraph around it."""
        for child in note.children:
            if isinstance(child, nodes.label):
                continue
            if isinstance(child, nodes.paragraph):
                self.body.append('<span class="note-text">')
                for inline in child.children:
                    inline.walkabout(self)
                self.body.append("</span>")
            else:
                style = "note-code" if isinstance(child, nodes.literal_block) else "note-text"
                self.body.append(f'<span class="{style}">{html.escape(child.astext())}</span>')

    def visit_footnote(self, node: nodes.Element) -> None:
        """Leave out the collected notes."""
        del node
        raise nodes.SkipNode

    def visit_transition(self, node: nodes.transition) -> None:
        """Leave out the rule that a parser puts before collected notes."""
        if "footnotes" in node["classes"]:
            raise nodes.SkipNode
        super().visit_transition(node)

    # -- What has no form on paper --

    def visit_download_reference(self, node: nodes.Element) -> None:
        """Print the name of a file: paper cannot hand it over."""
        del node
        self.body.append('<span class="download">')

    def depart_download_reference(self, node: nodes.Element) -> None:
        """Close what the visit opened."""
        del node
        self.body.append("</span>")

    def visit_math(self, node: nodes.Element, math_env: str = "") -> None:
        """Say that a formula is lost: there is no script on paper that could draw it."""
        del math_env
        logger.warning(
            "a formula cannot be set in print: write it as code or give it as a picture",
            location=node,
            type="pdf",
            subtype="math",
        )
        self.body.append(f"<em>{html.escape(node.astext())}</em>")
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.Element, math_env: str = "") -> None:
        """Do as for a formula in a line."""
        del math_env
        self.visit_math(node)


class PrintFormatter(HtmlFormatter):  # type: ignore[misc]
    """Pygments' HTML, with lines of more than ``columns`` characters in a block of their own.

    In a listing that may go over a page's end, lines without a blank one between them are a block
    too: pages end between functions, and not inside of them.
    """

    columns = 78

    def _get_css_classes(self, ttype: Any) -> str:
        """Give no class, and so no element, to tokens in plain style: layout counts elements."""
        if self._style_of(ttype) == self._style_of(Token):
            return ""
        return str(super()._get_css_classes(ttype))

    def _style_of(self, ttype: Any) -> Any:
        """Find the style of a token; a lexer may have kinds of its own (YAML), below known ones."""
        try:
            return self.style.style_for_token(ttype)
        except KeyError:
            return self._style_of(ttype.parent)

    def wrap(self, source: Any) -> Iterator[tuple[int, str]]:
        """Mark long lines; the style sheet hangs their continuation under a sign."""
        return super().wrap(_together(list(self._marked(source))))  # type: ignore[no-any-return]

    def _marked(self, source: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        for kind, line in source:
            text = html.unescape(_TAG.sub("", line)).rstrip("\n")
            if kind != 1 or len(text) <= self.columns:
                yield kind, line
                continue
            indent = min(len(text) - len(text.lstrip()), self.columns // 2)
            # Tokens such as docstrings run over line ends, but Pygments closes its tags at each.
            head, _, tail = line.rpartition("\n")
            deep = f"--hook: {indent + 1}ch; --deep: {indent + 3}ch"
            yield kind, f'<span class="long" style="{deep}">{head}{tail}</span>'


def _together(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a long listing in blocks, each with the blank lines behind it."""
    if len(lines) < SHORT_LISTING:
        yield from lines
        return
    full = [bool(html.unescape(_TAG.sub("", line)).strip()) for _, line in lines]
    starts = [0]
    for at in range(1, len(lines)):
        if full[at] and not full[at - 1] and sum(full[starts[-1] : at]) >= _FEW:
            starts.append(at)
    if len(starts) > 1 and sum(full[starts[-1] :]) < _FEW:
        del starts[-1]
    for start, end in pairwise([*starts, len(lines)]):
        name = "together" if sum(full[start:end]) <= _MANY else "apart"
        for at in range(start, end):
            kind, line = lines[at]
            before = f'<span class="{name}">' if at == start else ""
            yield kind, before + line + ("</span>" if at == end - 1 else "")


class PrintHighlighter(PygmentsBridge):
    """Sphinx's bridge to Pygments, with the formatter for print."""

    def __init__(self, stylename: str, columns: int) -> None:
        super().__init__("html", stylename)
        self.formatter = type("Formatter", (PrintFormatter,), {"columns": columns})
