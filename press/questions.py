"""The interview questions of a whole book, in its reading order.

A plain module: the question bank (:mod:`press.bank`) and the mock interview (:mod:`press.mock`)
list the same questions in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.environment import BuildEnvironment

from press.curriculum_facts import module_id
from press.study_directives import items_of


@dataclass(frozen=True)
class Question:
    """A question: where it stands (``docname``, ``number`` on its page) and what it is about.

    ``module`` is the id of the module it belongs to, ``chapter`` the docname of that module's
    first page; both are empty for a question outside of all modules.
    """

    id: str
    level: str
    topic: str
    docname: str
    number: int
    module: str
    chapter: str


def reading_order(env: BuildEnvironment) -> list[str]:
    """Give all pages in the order in which the contents lead through them; the rest by name."""
    found: dict[str, None] = {}

    def visit(docname: str) -> None:
        if docname in found:
            return
        found[docname] = None
        for child in env.toctree_includes.get(docname, ()):
            visit(child)

    visit(env.config.root_doc)
    return [*found, *sorted(set(env.all_docs) - set(found))]


def questions_of(env: BuildEnvironment) -> list[Question]:
    """Give every interview question of the book; an id that is given twice counts once."""
    found: dict[str, Question] = {}
    items = items_of(env)
    for docname in reading_order(env):
        chapter = f"{docname.rpartition('/')[0]}/index"
        module = module_id(chapter) or ""
        asked = [item for item in items.get(docname, ()) if item.kind == "interview"]
        for number, item in enumerate(asked, start=1):
            question = Question(
                item.id,
                item.level,
                item.topic,
                docname,
                number,
                module,
                chapter if module else "",
            )
            found.setdefault(item.id, question)
    return list(found.values())


def by_module(questions: list[Question]) -> Iterator[tuple[Question, list[Question]]]:
    """Group questions that stand together by their module; give the first of each and all."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.module, []).append(question)
    for group in groups.values():
        yield group[0], group


def nodes_of(document: nodes.document) -> dict[str, nodes.Element]:
    """Find the questions of a page, read or resolved, by their ids."""
    return {
        str(node["ids"][0]): node
        for node in document.findall(nodes.container)
        if node.get("study") == "interview" and node["ids"]
    }
