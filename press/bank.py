"""Sphinx extension: ``{question-bank}`` lists the interview questions of the whole book.

::

    ```{question-bank} L3          every question of a level, by module
    ```
    ```{question-bank} topics      every topic, with its questions
    ```
    ```{question-bank} modules     how many questions of which level each module asks
    ```

Each entry leads to the question, where its answer is. The lists are made when the page is written,
after all pages have been read; no question is written down twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from press.holders import Holders
from press.questions import Question, by_module, nodes_of, questions_of
from press.study_directives import LEVELS, report

LISTS = (*LEVELS, "topics", "modules")


HOLDERS = Holders("press_banks")


class question_bank(nodes.General, nodes.Element):  # noqa: N801 -- docutils' way of naming
    """A list that is made when the page is written; ``shows`` says which."""


class QuestionBankDirective(SphinxDirective):
    """Stand where a list of questions is wanted."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Leave a mark for the list."""
        wanted = self.arguments[0]
        if wanted not in LISTS:
            message = f"question-bank: cannot list {wanted!r}: write one of {', '.join(LISTS)}"
            report(self.env, message, (self.env.docname, self.lineno))
            return []
        HOLDERS.of(self.env).add(self.env.docname)
        return [question_bank(shows=wanted)]


class FillBanks(SphinxPostTransform):
    """Put the lists of a page into their places."""

    default_priority = 12  # right after links are resolved: the ones made here are whole

    def run(self, **_: Any) -> None:
        """Make each list once everything is known."""
        banks = list(self.document.findall(question_bank))
        if banks:
            lists = _Lists(self.env, self.env.docname)
            for bank in banks:
                bank.replace_self(lists.make(bank["shows"]))


class _Lists:
    """Makes the lists for one page."""

    def __init__(self, env: BuildEnvironment, docname: str) -> None:
        self.env, self.docname = env, docname
        self.builder = env._app.builder
        self.questions = questions_of(env)
        self._texts: dict[str, list[nodes.Node]] = {}

    def make(self, shows: str) -> list[nodes.Node]:
        """Make the list that a mark asks for."""
        if shows == "topics":
            return self.topics()
        if shows == "modules":
            return self.modules()
        chosen = [question for question in self.questions if question.level == shows]
        if not chosen:
            return [nodes.paragraph("", "No question of this level yet.")]
        made: list[nodes.Node] = []
        for first, group in by_module(chosen):
            if first.module:
                made.append(nodes.paragraph("", "", *self.module(first), classes=["bank-module"]))
            made.append(self.entries(group))
        return made

    # -- Lists -----------------------------------------------------------------

    def entries(self, questions: Iterable[Question]) -> nodes.bullet_list:
        """List questions with their text and topic."""
        found = nodes.bullet_list(classes=["bank"])
        for question in questions:
            line = nodes.paragraph("", "", self.link(question, f"Q{question.number}"))
            line += [nodes.Text(" "), *self.text(question), nodes.Text(" ")]
            line += nodes.inline("", question.topic, classes=["topic"])
            found += nodes.list_item("", line)
        return found

    def topics(self) -> list[nodes.Node]:
        """List topics by name, each with the questions about it."""
        by_topic: dict[str, list[Question]] = {}
        for question in self.questions:
            by_topic.setdefault(question.topic, []).append(question)
        found = nodes.bullet_list(classes=["bank", "bank-topics"])
        for topic in sorted(by_topic, key=str.casefold):
            line = nodes.paragraph("", "", nodes.inline("", topic, classes=["bank-topic"]))
            line += nodes.Text(": ")
            for number, question in enumerate(by_topic[topic]):
                line += nodes.Text(", " if number else "")
                name = f"{question.module} Q{question.number}".strip()
                line += self.link(question, f"{name} ({question.level})")
            found += nodes.list_item("", line)
        return [found]

    def modules(self) -> list[nodes.Node]:
        """Count the questions of each module by level."""
        rows: list[list[list[nodes.Node]]] = [
            [[nodes.Text(word)] for word in ("Module", *LEVELS, "All")]
        ]
        for first, group in by_module(self.questions):
            outside: list[nodes.Node] = [nodes.Text("Outside the modules")]
            title = self.module(first) if first.module else outside
            rows.append([title, *_counts(group)])
        rows.append([[nodes.Text("All")], *_counts(self.questions)])
        return [_table(rows)]

    # -- Pieces ----------------------------------------------------------------

    def link(self, question: Question, text: str) -> nodes.reference:
        """Lead to a question."""
        label = nodes.Text(text)
        return make_refnode(self.builder, self.docname, question.docname, question.id, label)

    def module(self, question: Question) -> list[nodes.Node]:
        """Name the module of a question, and lead to its questions."""
        title = nodes.inline("", "", *_plain(self.env.titles[question.chapter]))
        return [make_refnode(self.builder, self.docname, question.docname, "", title)]

    def text(self, question: Question) -> list[nodes.Node]:
        """Give the first paragraph of a question, without the links in it."""
        if question.id not in self._texts:
            for name, node in nodes_of(self.page(question.docname)).items():
                first = next(iter(node.children[1].findall(nodes.paragraph)), None)
                self._texts[name] = list(_plain(first)) if first is not None else []
        return [node.deepcopy() for node in self._texts.get(question.id, ())]

    def page(self, docname: str) -> nodes.document:
        """Load a page; a link that takes its words from its target has them once it is resolved."""
        document = self.env.get_doctree(docname)
        found = document.findall(addnodes.pending_xref)
        if any(not link.astext() for link in found):
            self.env.resolve_references(document, docname, self.builder)
        return document


def _plain(node: nodes.Element) -> Iterator[nodes.Node]:
    """Copy text and code of a line; what leads elsewhere is left as its text."""
    for child in node.children:
        if isinstance(child, nodes.literal):
            yield nodes.literal("", child.astext(), classes=list(child["classes"]))
        elif isinstance(child, (nodes.emphasis, nodes.strong)):
            yield child.deepcopy()
        else:
            yield nodes.Text(child.astext())


def _counts(questions: list[Question]) -> list[list[nodes.Node]]:
    numbers = [sum(question.level == level for question in questions) for level in LEVELS]
    return [[nodes.Text(str(number))] for number in (*numbers, len(questions))]


def _table(rows: list[list[list[nodes.Node]]]) -> nodes.table:
    width = len(rows[0])
    group = nodes.tgroup("", cols=width)
    group += [nodes.colspec(colwidth=40 if not number else 8) for number in range(width)]
    made = []
    for row in rows:
        line = nodes.row()
        line += [nodes.entry("", nodes.paragraph("", "", *cell)) for cell in row]
        made.append(line)
    group += [nodes.thead("", made[0]), nodes.tbody("", *made[1:])]
    return nodes.table("", group, classes=["bank-table"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and what fills it."""
    app.add_node(question_bank)
    app.add_directive("question-bank", QuestionBankDirective)
    app.add_post_transform(FillBanks)
    HOLDERS.connect(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
