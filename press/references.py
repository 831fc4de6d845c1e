"""Pages that show something of others are written again when that changes, and only then.

Sphinx writes a page again when its own text changes. One that refers to a label keeps the address,
the title and the number that the label had when the page was last written, and a label that is gone
is not missed: https://github.com/sphinx-doc/sphinx/issues/184. Here a page is written again with
what it names: labels, terms, figures, other pages, and the headings of the pages that its tables
of contents lead to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join
from sphinx.util.typing import ExtensionMetadata

_NUMBERED = "numref"


@dataclass(frozen=True)
class _Page:
    """What is known of a page that was read.

    ``names`` are what its cross references ask for; ``headings`` digests what others show of it.
    """

    names: frozenset[str]
    headings: str


def _pages(env: BuildEnvironment) -> dict[str, _Page]:
    if not hasattr(env, "press_referring"):
        env.press_referring = {}  # type: ignore[attr-defined]
    found: dict[str, _Page] = env.press_referring  # type: ignore[attr-defined]
    return found


def _remember(app: Sphinx, doctree: nodes.document) -> None:
    env, docname = app.env, app.env.current_document.docname
    names: set[str] = {_contents(docname)}
    for node in doctree.findall(addnodes.pending_xref):
        target = str(node.get("reftarget", ""))
        name = target.lower()
        names |= {name, _page(target), _page(docname_join(docname, target))}
        if node.get("reftype") == _NUMBERED:
            names.add(_number(name))
    said = [env.titles[docname].pformat(), env.tocs[docname].pformat()]
    said.append(repr(env.metadata[docname].get("myst_slugs")))
    headings = hashlib.sha256("\n".join(said).encode()).hexdigest()
    _pages(env)[docname] = _Page(frozenset(names), headings)


# Labels are written in small letters, and no name of a label begins with a blank.
def _page(docname: str) -> str:
    return f" page {docname}"


def _number(label: str) -> str:
    return f" number {label}"


def _contents(docname: str) -> str:
    return f" contents {docname}"


def _places(env: BuildEnvironment) -> Iterator[tuple[str, object]]:
    """Give each name that can be referred to, with all that a reference may show of it."""
    standard = env.domains.standard_domain
    in_page: dict[str, list[object]] = {}
    for name, (docname, anchor) in standard.anonlabels.items():
        title = standard.labels[name][2] if name in standard.labels else ""
        yield name, (docname, anchor, title)
        yield _number(name), (docname, anchor, title, _numbers(env, docname))
        in_page.setdefault(docname, []).append((name, anchor, title))
    for (_, name), (docname, anchor) in standard.objects.items():
        yield name.lower(), (docname, anchor)
    for domain in env.domains.sorted():
        if domain is not standard:
            for name, *rest in domain.get_objects():
                yield name.lower(), tuple(map(str, rest))
    for name, (docname, number) in env.domains.math_domain.equations.items():
        yield name.lower(), (docname, number, _numbers(env, docname))
    for docname, page in _pages(env).items():
        yield _page(docname), (page.headings, in_page.get(docname))
        below = _below(env, docname)
        listed = [(one, _pages(env)[one].headings, _numbers(env, one)) for one in below]
        yield _contents(docname), listed


def _numbers(env: BuildEnvironment, docname: str) -> object:
    return env.toc_secnumbers.get(docname), env.toc_fignumbers.get(docname)


def _below(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """Give the pages that the contents of a page lead to, in order, each once."""
    seen = {docname}
    waiting = list(reversed(env.toctree_includes.get(docname, [])))
    while waiting:
        one = waiting.pop()
        if one not in seen and one in _pages(env):
            seen.add(one)
            yield one
            waiting += reversed(env.toctree_includes.get(one, []))


def _write_again(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages that name what is not where, or not called as, it was."""
    before: dict[str, bytes] = getattr(env, "press_places", {})
    now = {name: hashlib.sha256(repr(shown).encode()).digest() for name, shown in _places(env)}
    env.press_places = now  # type: ignore[attr-defined]
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    return sorted(
        docname
        for docname, page in _pages(env).items()
        if docname in env.all_docs and not page.names.isdisjoint(changed)
    )


def _forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _pages(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    theirs = _pages(other)
    _pages(env).update({name: theirs[name] for name in docnames if name in theirs})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write a page again when what it shows of others has changed."""
    app.connect("doctree-read", _remember, priority=900)
    app.connect("env-get-updated", _write_again, priority=900)  # when all have their numbers
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True}
