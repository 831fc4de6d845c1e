"""Sphinx extension: checks, exercises and interview questions, with answers that wait.

::

    ::::{check}                     ::::{exercise} core-01-e3 Title
    What does this print?           :stars: 2
                                    :goal: One sentence.
    :::{answer}
    `False`, because …              The task …
    :::
    ::::                            :::{hint}        (twice at least)
                                    :::{solution}
    ::::{interview} core-01-q01     :::{alternative}
    :level: L3
    :topic: equality                ::::

    The question?

    :::{strong}      a list of 3 to 6 points
    :::{weak}        one weak answer and why it fails
    :::{follow-up}   the next question and where its answer goes
    ::::

An exercise's files are found by its id (:mod:`press.exercise_files`). What is wrong is an error
with file:line and the mend, in every build until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from press.exercise_files import EXERCISE_ID, exercises_by_id, find_exercise
from press.layout import Layout
from press.places import place_of
from press.study_directives import DIRECTIVES, OWNERS, PARTS, StudyItem, items_of, report
from press.study_forms import setup_forms

logger = logging.getLogger(__name__)


def _after_reading(app: Sphinx, document: nodes.document) -> None:
    """Report parts outside their task, and tell readers where an exercise's files are."""
    for node in list(document.findall(nodes.container)):
        kind = node.get("study")
        if kind in OWNERS and not _belongs(node, OWNERS[kind]):
            if kind == "hint":  # docutils has a directive of that name: an ordinary box
                node.replace_self(nodes.hint("", *node.children))
                continue
            report(app.env, f"{kind}: stands outside {{{OWNERS[kind]}}}: put it inside one", node)
        if kind == "exercise":
            if not isinstance(node.parent.parent, (nodes.section, nodes.document)):
                message = "exercise: stands inside something else: put it at the left margin"
                report(app.env, message, node)
            _show_files(app, node)


def _belongs(node: nodes.Element, owner: str) -> bool:
    return isinstance(node.parent, nodes.Element) and node.parent.get("study") == owner


def _show_files(app: Sphinx, node: nodes.Element) -> None:
    layout = Layout(Path(app.confdir))
    files = find_exercise(layout.code, node["anchor"])
    if files is None:
        return
    folder = files.folder.relative_to(layout.root).as_posix()
    first = next((child for child in node.children if _is_part(child)), None)
    place = node.index(first) if first is not None else len(node)
    node[place:place] = [
        _line("Files: ", f"{folder}/"),
        _line("To work on it: ", f"make exercise N={files.id}"),
    ]


def _line(label: str, code: str) -> nodes.paragraph:
    return nodes.paragraph(
        "", "", nodes.Text(label), nodes.literal("", code), classes=["exercise-files"]
    )


def _is_part(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and node.get("study") in PARTS["exercise"]


# -- The book as a whole ------------------------------------------------------


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Hold the tasks of all pages against each other and against their files, in every build."""
    found = [item for _, items in sorted(items_of(env).items()) for item in items]
    for item, message in [*_twice(env, found), *_without_files(app, found)]:
        place = (item.docname, item.line)
        logger.warning(message, location=place, type="press", subtype="study")


def _twice(env: BuildEnvironment, items: list[StudyItem]) -> Iterator[tuple[StudyItem, str]]:
    first: dict[str, StudyItem] = {}
    for item in items:
        other = first.setdefault(item.id, item)
        if other is not item:
            where = place_of(env, other.docname, other.line)
            yield item, f"{item.kind}: id {item.id!r} is taken by {where}: give this one its own"


def _without_files(app: Sphinx, items: list[StudyItem]) -> Iterator[tuple[StudyItem, str]]:
    there = exercises_by_id(Layout(Path(app.confdir)).code)
    for item in items:
        parts = EXERCISE_ID.fullmatch(item.id)
        if item.kind != "exercise" or parts is None:
            continue
        files = there.get(item.id)
        folder = f"code/exercises/{parts[1]}/{parts[2]}-…/"
        if files is None:
            yield item, f"exercise: {item.id} has no files: make {folder} with starter and tests"
        elif lacking := files.missing():
            yield item, f"exercise: {item.id} lacks {', '.join(lacking)}: add it to {folder}"


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    items_of(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = items_of(other)
    items_of(env).update({name: read[name] for name in docnames if name in read})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directives, forms and checks."""
    for name, directive in DIRECTIVES.items():
        # "hint" is a box in docutils too: ours falls back to it outside an exercise.
        app.add_directive(name, directive, override=name == "hint")
    setup_forms(app)
    app.connect("doctree-read", _after_reading)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _check)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
