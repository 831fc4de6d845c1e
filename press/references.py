"""Cross references that stay true when what they name moves, is renamed, or goes.

Sphinx writes a page again when its own text changes. One that refers to a label keeps the address
and the title that the label had when the page was last written, and a label that is gone is not
missed: https://github.com/sphinx-doc/sphinx/issues/184. Here a page is written again with what it
names.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

Place = tuple[str, str, str]


def _named_by(env: BuildEnvironment) -> dict[str, set[str]]:
    """Docname of each page to the names that its cross references ask for."""
    if not hasattr(env, "press_named_by"):
        env.press_named_by = {}  # type: ignore[attr-defined]
    found: dict[str, set[str]] = env.press_named_by  # type: ignore[attr-defined]
    return found


def _remember(app: Sphinx, doctree: nodes.document) -> None:
    names = {
        str(node.get("reftarget", "")).lower()
        for node in doctree.findall(addnodes.pending_xref)
        if node.get("reftype") != "doc"
    }
    _named_by(app.env)[app.env.current_document.docname] = names


def _places(env: BuildEnvironment) -> Iterator[tuple[str, Place]]:
    """Give each name that can be referred to: its page, its anchor, what a link to it says."""
    standard = env.domains.standard_domain
    for name, (docname, anchor) in standard.anonlabels.items():
        yield name, (docname, anchor, "")
    for name, place in standard.labels.items():
        yield name, place
    for (_, name), (docname, anchor) in standard.objects.items():
        yield name.lower(), (docname, anchor, "")


def _write_again(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that name what is not where, or not called as, it was."""
    before: dict[str, Place] = getattr(env, "press_places", {})
    now = dict(_places(env))
    env.press_places = now  # type: ignore[attr-defined]
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return sorted(
        docname
        for docname, names in _named_by(env).items()
        if docname in env.all_docs and not names.isdisjoint(changed)
    )


def _forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _named_by(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    theirs = _named_by(other)
    _named_by(env).update({name: theirs[name] for name in docnames if name in theirs})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write a page again when a label that it names has moved."""
    app.connect("doctree-read", _remember)
    app.connect("env-updated", _write_again)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True}
