"""Sphinx extension: a term of the glossary is a link where a page uses it first.

The glossary is Sphinx's own (``{glossary}``), the links are set by this extension in every edition
when a page is written, so that an author writes a word and no markup. Left alone are headings,
code, links, captions, labels, and what stands in a span of class ``word``: there the word means
something else. A term matches without regard to capitals if it has none itself,
and in the plural too. One that no page uses is reported at its own line in the glossary: a
definition that nobody needs is taken out, or the text says it in other words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

logger = logging.getLogger(__name__)

_BLOCKS = (nodes.paragraph,)
_CLOSED = (
    nodes.literal,
    nodes.reference,
    nodes.title,
    nodes.caption,
    nodes.thead,
    nodes.footnote,
    nodes.raw,
    nodes.image,
    addnodes.pending_xref,
    addnodes.glossary,
)
# The lists of the question bank are links from end to end; a second one inside would mislead.
_WORD = "word"  # [invariant]{.word}: the word is no term here
_LABELS = frozenset(
    {"study-label", "answer-links", "way-title", "way-kind", "exercise-files", "bank"}
)


@dataclass(frozen=True)
class Term:
    """Where a term is defined."""

    docname: str
    label: str


# -- Words --------------------------------------------------------------------


def pattern(term: str) -> str:
    """Write a regular expression for ``term``: with a plural, and any space between its words."""
    words = r"\s+".join(re.escape(word) for word in term.split())
    plural = f"(?:{words[:-1]}(?:y|ies))" if words.endswith("y") else f"{words}(?:e?s)?"
    return plural if any(letter.isupper() for letter in term) else f"(?i:{plural})"


class Finder:
    """Finds the terms of a glossary in running text, the longest first."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = sorted(terms.items(), key=lambda item: (-len(item[0]), item[0]))
        found = "|".join(f"(?P<t{at}>{pattern(term)})" for at, (term, _) in enumerate(self.terms))
        self._pattern = re.compile(rf"(?<![\w-])(?:{found})(?![\w-])") if found else None

    def find(self, text: str) -> Iterator[tuple[int, int, Term]]:
        """Yield start, end and term of each use."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            yield match.start(), match.end(), self.terms[int(str(match.lastgroup)[1:])][1]


def terms_of(env: BuildEnvironment) -> dict[str, Term]:
    """Give the terms of the book by their spelling."""
    objects = env.domains.standard_domain.objects
    first = {label: one for labels in _labels(env).values() for label, one in labels.items()}
    return {
        name: Term(docname, first.get(label, label))
        for (kind, name), (docname, label) in sorted(objects.items())
        if kind == "term"
    }


def texts(document: nodes.document) -> Iterator[nodes.Text]:
    """Give the running text of a page."""
    for block in document.findall(lambda node: isinstance(node, _BLOCKS)):
        above: nodes.Node | None = block
        while above is not None:
            if isinstance(above, _CLOSED) or (
                isinstance(above, nodes.Element) and _LABELS & set(above["classes"])
            ):
                break
            above = above.parent
        else:
            yield from _open(block)


def _open(node: nodes.Node) -> Iterator[nodes.Text]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child
        elif isinstance(child, _CLOSED) or not isinstance(child, nodes.Inline):
            continue
        elif isinstance(child, nodes.Element) and _WORD not in child["classes"]:
            yield from _open(child)


# -- The book -----------------------------------------------------------------


def _words(env: BuildEnvironment) -> dict[str, str]:
    """Docname to the running text of the page."""
    if not hasattr(env, "press_words"):
        env.press_words = {}  # type: ignore[attr-defined]
    found: dict[str, str] = env.press_words  # type: ignore[attr-defined]
    return found


def _uses(env: BuildEnvironment) -> dict[str, tuple[str, frozenset[Term]]]:
    """Docname to the terms that the page uses, and to a digest of all terms that there were."""
    if not hasattr(env, "press_uses"):
        env.press_uses = {}  # type: ignore[attr-defined]
    found: dict[str, tuple[str, frozenset[Term]]] = env.press_uses  # type: ignore[attr-defined]
    return found


def _labels(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    """Docname to the label of each spelling, and that of the first spelling of the same entry."""
    if not hasattr(env, "press_spellings"):
        env.press_spellings = {}  # type: ignore[attr-defined]
    found: dict[str, dict[str, str]] = env.press_spellings  # type: ignore[attr-defined]
    return found


def _spellings(document: nodes.document) -> Iterator[tuple[str, str]]:
    for glossary in document.findall(addnodes.glossary):
        for entry in glossary.findall(nodes.definition_list_item):
            names = [name for term in entry.findall(nodes.term) for name in term["ids"]]
            yield from ((name, names[0]) for name in names)


def _keep(app: Sphinx, document: nodes.document) -> None:
    _labels(app.env)[app.env.docname] = dict(_spellings(document))
    _uses(app.env).pop(app.env.docname, None)
    _words(app.env)[app.env.docname] = "\n".join(text.astext() for text in texts(document))


def _check(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report terms without a use; have all pages written again when the glossary changed."""
    terms = terms_of(env)
    finder = Finder(terms)
    digest = hashlib.sha256(repr(sorted(terms.items(), key=str)).encode()).hexdigest()
    used: set[Term] = set()
    for docname, text in _words(env).items():
        known, uses = _uses(env).get(docname, ("", frozenset[Term]()))
        if known != digest:
            uses = frozenset(term for *_, term in finder.find(text))
            _uses(env)[docname] = (digest, uses)
        used |= uses
    for name, term in terms.items():
        if term not in used:
            message = (
                f"glossary: no page uses the term {name!r}: take it out, or use the word where it "
                "belongs"
            )
            place = (term.docname, _line(env, term.docname, name))
            logger.warning(message, location=place, type="press", subtype="glossary")
            used.add(term)  # its other spellings are the same finding
    before = getattr(env, "press_glossary", "")
    env.press_glossary = digest  # type: ignore[attr-defined]
    return sorted(env.all_docs) if before and before != digest else []


def _line(env: BuildEnvironment, docname: str, name: str) -> int:
    """Find a term in its page: Sphinx counts its line from the start of the directive."""
    lines = env.doc2path(docname).read_text(encoding="utf-8").splitlines()
    return next((at for at, text in enumerate(lines, 1) if text.strip() == name), 1)


def _finder(app: Sphinx) -> Finder:
    """Make the finder once for a build; a process that writes has its own."""
    if not hasattr(app, "_press_finder"):
        app._press_finder = Finder(terms_of(app.env))  # type: ignore[attr-defined]
    found: Finder = app._press_finder  # type: ignore[attr-defined]
    return found


def _link(app: Sphinx, document: nodes.document, docname: str) -> None:
    finder = _finder(app)
    met: set[Term] = set()
    for text in list(texts(document)):
        made = list(_with_links(app, finder, docname, text.astext(), met))
        if any(isinstance(node, nodes.reference) for node in made):
            text.parent.replace(text, made)


def _with_links(
    app: Sphinx, finder: Finder, docname: str, text: str, met: set[Term]
) -> Iterable[nodes.Node]:
    at = 0
    for start, end, term in finder.find(text):
        if term in met or term.docname == docname:
            continue
        met.add(term)
        if start > at:
            yield nodes.Text(text[at:start])
        word = nodes.inline("", text[start:end], classes=["std", "std-term"])
        link = make_refnode(app.builder, docname, term.docname, term.label, word)
        link["classes"].append("term")
        yield link
        at = end
    if at < len(text):
        yield nodes.Text(text[at:])


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _words(env).pop(docname, None)
    _uses(env).pop(docname, None)
    _labels(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = _words(other)
    _words(env).update({name: read[name] for name in docnames if name in read})
    _labels(env).update({name: _labels(other)[name] for name in docnames if name in read})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register reading, checking and linking."""
    app.connect("doctree-read", _keep, priority=900)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _check)
    app.connect("doctree-resolved", _link, priority=800)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
