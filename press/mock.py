"""Sphinx extension: ``{mock-interview}``, a page of the website that draws interview questions.

::

    ```{mock-interview}
    This page draws questions with a script. Without one, choose from the {doc}`question-bank`.
    ```

The body is what a reader without scripts sees. Other editions leave the whole directive out, so the
page around it must make sense alone.

The script is ``theme/web/static/mock-interview.js``. It needs no server: the build writes what it
asks for as scripts, which a page may load from a file system too. ``_static/mock/index.js`` names
all questions, and one file for each module holds their text and answers, rendered by the same
translator as the pages, with links as seen from the page that draws.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from press.holders import Holders
from press.page_notes import PageNotes
from press.questions import Question, by_module, nodes_of, questions_of
from press.study_directives import report
from press.website import WEB_BUILDERS, is_website

SCRIPT = "mock-interview.js"
FOLDER = "mock"
HOLDERS = Holders("press_mock")
_PARTS = {"strong-answer": "strong", "weak-answer": "weak", "follow-up": "followUp"}
# A page has one place for an id, and that is the question's own page.
_ID = re.compile(r'(<[^<>]*?) id="[^"]*"')
_OWN_LINK = re.compile(r'<a class="headerlink"[^>]*>.*?</a>', re.DOTALL)


class mock_interview(nodes.General, nodes.Element):  # noqa: N801 -- docutils' way of naming
    """The place of the script; its children are for readers without scripts."""


def _visit(self: HTML5Translator, _node: mock_interview) -> None:
    self.body.append('<div id="press-mock" hidden></div>\n<div class="mock-without">\n')


def _depart(self: HTML5Translator, _node: mock_interview) -> None:
    self.body.append("</div>\n")


class MockInterviewDirective(SphinxDirective):
    """Stand where the interview takes place."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Leave a mark, with the text for who has no scripts."""
        place = (self.env.docname, self.lineno)
        if not self.content:
            mend = "write a sentence that leads to the questions"
            report(self.env, f"mock-interview: says nothing to who has no scripts: {mend}", place)
        others = [name for name in HOLDERS.of(self.env) if name != self.env.docname]
        if others:
            report(self.env, f"mock-interview: {others[0]} has one: leave one in the book", place)
        HOLDERS.of(self.env).add(self.env.docname)
        node = mock_interview()
        node += self.parse_content_to_nodes()
        return [node]


class LeaveOut(SphinxPostTransform):
    """Take the interview out of editions that run no scripts."""

    default_priority = 12

    def run(self, **_: Any) -> None:
        """Drop it where the builder writes no website."""
        if self.env._app.builder.name not in WEB_BUILDERS:
            for node in list(self.document.findall(mock_interview)):
                node.parent.remove(node)


# -- What the script asks for ---------------------------------------------------


def _write_questions(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Write all questions beside the site's other scripts; Sphinx asks for pages, there are none.

    This is the moment before Sphinx copies the pictures that pages show.
    """
    holders = sorted(HOLDERS.of(app.env) & app.env.all_docs.keys())
    if not is_website(app) or not holders:
        return []
    builder = cast(StandaloneHTMLBuilder, app.builder)
    folder = Path(app.outdir, "_static", FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    questions = questions_of(app.env)
    write = _Writer(builder, holders[0])
    listed, modules = [], {}
    for first, group in by_module(questions):
        name = first.module or "others"
        title = app.env.titles[first.chapter].astext() if first.chapter else "Outside the modules"
        modules[name] = title
        listed += [write.entry(question, name) for question in group]
        _script(folder / f"{name}.js", "mockInterview.add", write.texts(group))
    write.notes.save()
    _script(folder / "index.js", "mockInterview.start", {"modules": modules, "questions": listed})
    return []


def _script(file: Path, function: str, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    file.write_text(f"{function}({text});\n", encoding="utf-8")


class _Writer:
    """Renders questions as the page ``page`` shows them."""

    def __init__(self, builder: StandaloneHTMLBuilder, page: str) -> None:
        self.builder, self.page = builder, builder.get_target_uri(page)
        notes = Path(builder.doctreedir, "mock-notes.json")
        self.notes = PageNotes(notes, self.page, Path(__file__).read_bytes())

    def entry(self, question: Question, module: str) -> dict[str, str]:
        """Say what a question is about and where it stands."""
        there = f"{self.builder.get_target_uri(question.docname)}#{question.id}"
        return {
            "id": question.id,
            "level": question.level,
            "topic": question.topic,
            "module": module,
            "name": f"{question.module} Q{question.number}".strip(),
            "url": self.seen(there),
        }

    def seen(self, address: str) -> str:
        """Give an address of the site as seen from the page."""
        path, mark, anchor = address.partition("#")
        return relative_uri(self.page, path) + mark + anchor

    def texts(self, questions: list[Question]) -> dict[str, dict[str, str]]:
        """Render the questions of a module, each with its parts."""
        found: dict[str, dict[str, str]] = {}
        for docname in dict.fromkeys(question.docname for question in questions):
            # Its page was written before, from the same tree: while that is as it was, so is this,
            # and the pictures that it shows are there.
            page = Path(self.builder.get_outfilename(docname)).read_bytes()
            found |= self.notes.take(docname, page, partial(self.of_page, docname))
        return {question.id: found[question.id] for question in questions if question.id in found}

    def of_page(self, docname: str) -> dict[str, dict[str, str]]:
        """Render all questions of a page."""
        builder = self.builder
        document = builder.env.get_and_resolve_doctree(docname, builder, tags=builder.tags)
        builder.post_process_images(document)
        builder.imgpath = relative_uri(self.page, builder.imagedir)
        found = {}
        for name, node in nodes_of(document).items():
            self.turn_links(node, builder.get_target_uri(docname))
            found[name] = self.parts(node)
        return found

    def turn_links(self, node: nodes.Element, home: str) -> None:
        """Have links lead where they led from the question's own page."""
        for link in node.findall(nodes.reference):
            if "refid" in link:
                link["refuri"] = self.seen(f"{home}#{link['refid']}")
                del link["refid"]
            elif link.get("internal") and "://" not in link.get("refuri", "://"):
                link["refuri"] = self.seen(urljoin(home, link["refuri"]))

    def parts(self, node: nodes.Element) -> dict[str, str]:
        """Render the question, and each of its answers."""
        found = {"question": self.html(node.children[1])}
        for part in node.children:
            for css, name in _PARTS.items():
                if isinstance(part, nodes.Element) and css in part["classes"]:
                    found[name] = "".join(map(self.html, part.children))
        return found

    def html(self, node: nodes.Node) -> str:
        """Render one node without what belongs to its own page."""
        text = self.builder.render_partial(node)["fragment"]
        text = _OWN_LINK.sub("", text)
        while _ID.search(text):
            text = _ID.sub(r"\1", text)
        return text.replace("<pre>", '<pre tabindex="0">')


def _bring_script(
    app: Sphinx, _page: str, _template: str, _context: dict[str, Any], doctree: Any
) -> None:
    if not is_website(app) or not isinstance(doctree, nodes.document):
        return
    if next(iter(doctree.findall(mock_interview)), None) is not None:
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and what writes the questions."""
    app.add_node(mock_interview, html=(_visit, _depart))
    app.add_directive("mock-interview", MockInterviewDirective)
    app.add_post_transform(LeaveOut)
    HOLDERS.connect(app)
    app.connect("html-page-context", _bring_script)
    app.connect("html-collect-pages", _write_questions)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
