"""Sphinx extension: ``{example-index}`` lists the named examples of the book, page by page.

::

    ```{example-index}
    ```

Each name leads to its example; behind it stand the section it is in and its caption. The list is
made when its page is written, after all pages were read: an example that gets a name is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from press.holders import Holders

HOLDERS = Holders("press_named_on")


class example_index(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes so
    """Where the list goes."""


@dataclass(frozen=True)
class Named:
    """An example with a name: where it stands and what is said about it."""

    name: str
    section: str
    caption: str
    raises: bool


class ExampleIndex(SphinxDirective):
    """The list of all named examples."""

    def run(self) -> list[nodes.Node]:
        """Leave a mark."""
        return [example_index()]


def named_examples(document: nodes.document) -> Iterator[Named]:
    """Give the examples of a page that have a name and stand there first-hand."""
    for block in document.findall(nodes.literal_block):
        name = block.get("example_name")
        holder = block.parent if "literal-block-wrapper" in block.parent["classes"] else block
        if not name or name not in {*block["ids"], *holder["ids"]}:
            continue  # without a name, or shown once more
        captions = [child for child in holder.children if isinstance(child, nodes.caption)]
        caption = captions[0].astext() if captions else ""
        yield Named(name, _section(block), caption, "raises" in block["classes"])


def _section(node: nodes.Node) -> str:
    above: Any = node.parent
    while above is not None and not isinstance(above, nodes.section):
        above = above.parent
    title = above.next_node(nodes.title) if above is not None else None
    return title.astext() if title is not None else ""


def _stored(env: BuildEnvironment) -> dict[str, list[Named]]:
    if not hasattr(env, "press_named"):
        env.press_named = {}  # type: ignore[attr-defined]
    found: dict[str, list[Named]] = env.press_named  # type: ignore[attr-defined]
    return found


def _read(app: Sphinx, document: nodes.document) -> None:
    _stored(app.env)[app.env.docname] = list(named_examples(document))
    if next(iter(document.findall(example_index)), None) is not None:
        HOLDERS.of(app.env).add(app.env.docname)


def _in_reading_order(env: BuildEnvironment) -> Iterator[str]:
    """Give all pages as the tables of contents lead to them, then the rest."""
    waiting, seen = [env.config.root_doc], set()
    while waiting:
        docname = waiting.pop(0)
        if docname in seen:
            continue
        seen.add(docname)
        yield docname
        waiting[:0] = env.toctree_includes.get(docname, [])
    yield from sorted(set(env.all_docs) - seen)


def _resolve(app: Sphinx, document: nodes.document, docname: str) -> None:
    for mark in list(document.findall(example_index)):
        mark.replace_self(list(_lists(app, docname)))


def _lists(app: Sphinx, docname: str) -> Iterator[nodes.Node]:
    env = app.env
    for page in _in_reading_order(env):
        examples = _stored(env).get(page, [])
        if not examples:
            continue
        title = make_refnode(app.builder, docname, page, "", nodes.Text(_title(env, page)))
        yield nodes.paragraph("", "", title, classes=["way-title"])
        items = [_item(app, docname, page, example) for example in examples]
        yield nodes.bullet_list("", *items, classes=["example-index"])


def _title(env: BuildEnvironment, page: str) -> str:
    own = env.titles[page].astext()
    folder = page.rpartition("/")[0]
    opener = f"{folder}/index"
    if folder and page != opener and opener in env.titles:
        return f"{env.titles[opener].astext()}: {own}"
    return own


def _item(app: Sphinx, docname: str, page: str, example: Named) -> nodes.list_item:
    name = nodes.literal("", example.name)
    link = make_refnode(app.builder, docname, page, example.name, name)
    said = example.section
    if example.caption:
        said += f"; {example.caption}"
    elif example.raises:
        said += "; broken on purpose"
    return nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(f" {said}")))


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _stored(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = _stored(other)
    _stored(env).update({name: read[name] for name in docnames if name in read})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and the steps behind it."""
    app.add_node(example_index)
    app.add_directive("example-index", ExampleIndex)
    app.connect("doctree-read", _read, priority=900)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    HOLDERS.connect(app)
    app.connect("doctree-resolved", _resolve)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
