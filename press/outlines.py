"""Sphinx extension: figures are numbered without unpickling every page of the book.

At each build Sphinx numbers all sections and figures anew, and loads the doctree of each page to
find them. Here a page that is read leaves its outline in the environment: its sections, contents
lists and what can have a number, and nothing of its text. Sphinx's own code then numbers outlines
in the place of doctrees, so the numbers are the ones it would give.

https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/collectors/toctree.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import clean_astext
from sphinx.util.typing import ExtensionMetadata

_EVENT = "env-get-updated"
_Handler = Callable[[Sphinx, BuildEnvironment], list[str]]


def outline(document: nodes.Element, env: BuildEnvironment) -> nodes.Element:
    """Return what of ``document`` decides about numbers, in its order."""
    return nodes.container("", *_kept(document, env))


def _kept(element: nodes.Element, env: BuildEnvironment) -> Iterator[nodes.Node]:
    for child in element.children:
        if not isinstance(child, nodes.Element):
            continue
        below = list(_kept(child, env))
        if isinstance(child, nodes.section):
            if below:
                yield _bare(child, below)
        elif isinstance(child, addnodes.toctree):
            yield _bare(child, below)
        elif any(domain.get_enumerable_node_type(child) for domain in env.domains.sorted()):
            yield _numbered(child, below, env)
        else:
            yield from below


def _numbered(node: nodes.Element, below: list[nodes.Node], env: BuildEnvironment) -> nodes.Element:
    """Return what can have a number, with its title, and with what makes it one of its kind."""
    if env.domains.standard_domain.enumerable_nodes.get(type(node), (None, None))[1]:
        whole = node.deepcopy()  # its title is found in a way of its own
        for inner in whole.findall():
            _leave(inner)
        return whole
    title = next((c for c in node if isinstance(c, (nodes.caption, nodes.title))), None)
    own: list[nodes.Node] = []
    if title is not None:
        own.append(nodes.caption("", clean_astext(title)))
    if any(isinstance(child, nodes.literal_block) for child in node):
        own.append(nodes.literal_block())
    return _bare(node, own + below)


def _bare(node: nodes.Element, children: list[nodes.Node]) -> nodes.Element:
    copy = node.copy()
    _leave(copy)
    copy += children
    return copy


def _leave(node: nodes.Node) -> None:
    """Have a node forget its document, or the whole page would be kept with it."""
    setattr(node, "document", None)  # noqa: B010 -- docutils allows it and its types do not


def _outlines(env: BuildEnvironment) -> dict[str, nodes.Element]:
    if not hasattr(env, "press_outlines"):
        env.press_outlines = {}  # type: ignore[attr-defined]
    found: dict[str, nodes.Element] = env.press_outlines  # type: ignore[attr-defined]
    return found


class NoteOutline(SphinxTransform):
    """Keep the outline of a page that is read, when all else has been done to it."""

    default_priority = 999

    def apply(self, **_: Any) -> None:
        """Keep it."""
        _outlines(self.env)[self.env.current_document.docname] = outline(self.document, self.env)


def _number(number: _Handler, app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let Sphinx number outlines; a page without one is loaded."""
    load, known = env.get_doctree, _outlines(env)

    def get(docname: str) -> Any:
        return known[docname] if docname in known else load(docname)

    setattr(env, "get_doctree", get)  # noqa: B010 -- the method comes back below
    try:
        return number(app, env)
    finally:
        del env.__dict__["get_doctree"]


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _outlines(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    theirs = _outlines(other)
    _outlines(env).update({name: theirs[name] for name in docnames if name in theirs})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Give Sphinx's collector outlines to read."""
    listeners = app.events.listeners[_EVENT]
    for at, listener in enumerate(listeners):
        if isinstance(getattr(listener.handler, "__self__", None), TocTreeCollector):
            listeners[at] = listener._replace(handler=partial(_number, listener.handler))
    app.add_transform(NoteOutline)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
