"""Count what a book or a set of decks holds.

The other rooms leave marks on the doctree (an ``example`` attribute, the classes ``diagram``,
``exercise``, ``interview-question``); this extension adds them up per document while it is
read, keeps the sums in the environment and writes them to ``counts.json`` beside the doctrees
when the build ends. Words are those of running text: code, tables of contents and comments are
left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.whole import write_whole

COUNTED = ("words", "examples", "lines", "diagrams", "questions", "exercises")
_WORD = re.compile(r"\w[\w'’.-]*")


def count(doctree: nodes.document) -> dict[str, int]:
    """Count words, examples, their lines, diagrams, questions and exercises of one document."""
    sums: Counter[str] = Counter(dict.fromkeys(COUNTED, 0))
    for node in doctree.findall():
        if isinstance(node, nodes.Text):
            parent = node.parent
            if not isinstance(parent, nodes.literal_block | nodes.comment | nodes.raw):
                sums["words"] += len(_WORD.findall(node.astext()))
        elif isinstance(node, nodes.literal_block) and node.get("example"):
            sums["examples"] += 1
            sums["lines"] += sum(1 for line in node.astext().splitlines() if line.strip())
        elif isinstance(node, nodes.Element):
            classes = node.get("classes", ())
            sums["diagrams"] += "diagram" in classes and isinstance(node, nodes.figure)
            sums["questions"] += "interview-question" in classes
            sums["exercises"] += "exercise" in classes
    return dict(sums)


def _store(env: BuildEnvironment) -> dict[str, dict[str, int]]:
    if not hasattr(env, "press_counts"):
        env.press_counts = {}  # type: ignore[attr-defined]
    return env.press_counts  # type: ignore[attr-defined, no-any-return]


def _doctree_read(app: Sphinx, doctree: nodes.document) -> None:
    _store(app.env)[app.env.docname] = count(doctree)


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _store(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
) -> None:
    _store(env).update({name: _store(other)[name] for name in docnames if name in _store(other)})


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is not None:
        return
    pages = _store(app.env)
    total = {name: sum(page.get(name, 0) for page in pages.values()) for name in COUNTED}
    target = Path(app.doctreedir, "counts.json")
    write_whole(target, json.dumps({"total": total, "pages": pages}, indent=1, sort_keys=True))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the counting with Sphinx."""
    app.connect("doctree-read", _doctree_read, priority=950)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("build-finished", _write)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
