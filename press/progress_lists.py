"""Sphinx extension: lists to tick off, made from what the modules declare.

::

    ```{weeks} core          week by week: modules, their exercises and questions, their tasks
    ```
    ```{outcomes} core       "can explain" and "can build" of every module of a track; on the page
    ```                      of a module and without an argument: its own, as a numbered list
    :::{progress}            on the website sums, saving and loading; elsewhere the text in it
    Ticks are kept …
    :::
    - {tick}`pylint` A list item of one's own, with the id that its tick is kept under.

An id stays when its text, place or page changes, so that a reader's ticks survive a new edition
of the book: ``core-01.lookup`` for what a module declares, the role's own text otherwise. Paper and
e-readers get an empty box; the website gets a mark that ``theme/web/static/progress.js`` turns into
a checkbox, and without that script a plain list. Modules that are only planned get no box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

from press.curriculum_facts import Module, span
from press.curriculum_fields import Outcome
from press.places import place_of
from press.ways import Way, connect, link, module_of_page, stored_list
from press.website import WEB_BUILDERS

logger = logging.getLogger(__name__)

BOX = "☐"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PAGES = {
    "exercises": "Solve its {doc}`exercises </%s>`",
    "interview": "Answer its {doc}`interview questions </%s>` aloud",
}
_KINDS = {"explain": "Explain: I can", "build": "Build: I can"}


class tick(nodes.Inline, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """An empty box before the text of a list item; ``tick`` is its id."""


def visit_tick(self: HTML5Translator, node: tick) -> None:
    """Leave a mark for the script, or print the box."""
    if self.builder.name in WEB_BUILDERS:
        self.body.append(f'<span class="tick" data-tick="{self.attval(node["tick"])}"></span>')
    else:
        self.body.append(f'<span class="tick">{BOX} </span>')
    raise nodes.SkipNode


def visit_tick_as_text(self: Any, node: tick) -> None:
    """Give builders without HTML the box alone."""
    del node
    self.add_text(f"{BOX} ")
    raise nodes.SkipNode


# -- Items of one's own -------------------------------------------------------


def _role(  # noqa: PLR0917 -- the signature is docutils'
    _name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Inliner,
    options: dict[str, Any] | None = None,
    content: list[str] | None = None,
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    del options, content
    if not _ID.fullmatch(text):
        error = inliner.reporter.error(
            f"tick: {text!r} is no id: write small letters, digits and hyphens", line=lineno
        )
        return [nodes.problematic(rawtext, rawtext)], [error]
    return [tick(rawtext, tick=text, own=True, at=lineno)], []


def _after_reading(app: Sphinx, document: nodes.document) -> None:
    """Mark the lists that hold boxes; report boxes elsewhere, and remember ids."""
    for node in list(document.findall(tick)):
        item = node.parent.parent
        if not isinstance(item, nodes.list_item) or _before(node) or item.index(node.parent):
            place = (app.env.docname, node["at"])
            message = "tick: stands elsewhere than at the start of a list item: put it there"
            logger.warning(message, location=place, type="press", subtype="progress")
            app.env.note_reread()
        else:
            _close_gap(node)
            item["classes"].append("boxed")
            if "ticks" not in item.parent["classes"]:
                item.parent["classes"].append("ticks")
        if node.get("own"):
            stored_list(app.env, "press_ticks").setdefault(app.env.docname, []).append(
                (node["tick"], node["at"])
            )


def _close_gap(node: tick) -> None:
    """Take out the space behind the role: the box brings its own."""
    after = node.next_node(descend=False, siblings=True)
    if isinstance(after, nodes.Text):
        after.parent.replace(after, nodes.Text(after.lstrip()))


def _before(node: tick) -> str:
    siblings = node.parent.children[: node.parent.index(node)]
    return "".join(sibling.astext() for sibling in siblings).strip()


def _check(_app: Sphinx, env: BuildEnvironment) -> None:
    """Report an id that two items have, in every build: one tick would set both."""
    first: dict[str, str] = {}
    for docname, ticks in sorted(stored_list(env, "press_ticks").items()):
        for name, line in ticks:
            here = place_of(env, docname, line)
            where = first.setdefault(name, here)
            if where != here:
                message = f"tick: id {name!r} is taken by {where}: give this item its own"
                place = (docname, line)
                logger.warning(message, location=place, type="press", subtype="progress")


# -- Lists from the modules ---------------------------------------------------


class _Lists(Way):
    """What lists of boxes share."""

    room = "progress"

    def items(self, rows: Iterable[tuple[str, str]], kind: type[nodes.Element]) -> nodes.Element:
        """Make a list of boxes from ids and Markdown; an empty id makes an item without one."""
        made = kind(classes=["ticks"])
        if kind is nodes.enumerated_list:
            made.update_basic_atts({"enumtype": "arabic", "prefix": "", "suffix": "."})
        for name, text in rows:
            inline, messages = self.parse_inline(text, lineno=self.lineno)
            box = [tick("", tick=name)] if name else []
            made += nodes.list_item("", nodes.paragraph("", "", *box, *inline, *messages))
        return made

    def heading(self, text: str, css: str = "way-title") -> nodes.paragraph:
        """Make a line above a list."""
        inline, messages = self.parse_inline(text, lineno=self.lineno)
        return nodes.paragraph("", "", *inline, *messages, classes=[css])

    def box(self, css: str, *children: nodes.Node) -> nodes.container:
        """Put lines and lists into a container for the style sheets."""
        made = nodes.container("", *children, classes=["way", css])
        self.set_source_info(made)
        return made


def _own(module: Module, outcome: Outcome) -> tuple[str, str]:
    """Give id and text; a module that nobody can read yet gives no id."""
    return ("" if module.planned else f"{module.id}.{outcome.id}"), outcome.text


class Outcomes(_Lists):
    """What a reader can explain and build after a module."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the lists of a track, or the one list of the module on whose page it stands."""
        if not self.arguments:
            return self.of_this_module()
        boxes: list[nodes.Node] = []
        for module in self.of_track():
            if not module.outcomes:
                continue
            parts: list[nodes.Node] = [self.heading(link(module))]
            for kind, title in _KINDS.items():
                mine = [_own(module, one) for one in module.outcomes if one.kind == kind]
                if mine:
                    parts += [self.heading(title, "way-kind"), self.items(mine, nodes.bullet_list)]
            boxes.append(self.box("outcomes", *parts))
        return boxes

    def of_this_module(self) -> list[nodes.Node]:
        """Make a numbered list, in the order in which the module declares it."""
        docname = self.env.docname
        mine = module_of_page(self.env, docname)
        if not mine or not mine.outcomes:  # the plan may have them
            mine = next((one for one in self.modules() if one.docname == docname), mine)
        if not mine or not mine.outcomes:
            self.complain(
                "stands without a track on a page whose module declares no outcomes: name a track, "
                "or add 'outcomes:' to the front matter"
            )
            return []
        rows = [_own(mine, outcome) for outcome in mine.outcomes]
        return [self.box("outcomes", self.items(rows, nodes.enumerated_list))]


class Weeks(_Lists):
    """What to do in which weeks."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a list of boxes for each span of weeks; a phase without weeks stands alone."""

        def when(module: Module) -> tuple[tuple[int, int], str]:
            weeks = module.checklist or module.weeks
            return weeks or (0, 0), "" if weeks else module.phase

        boxes: list[nodes.Node] = []
        in_order = sorted(self.of_track(), key=lambda module: when(module)[0])
        for (weeks, phase), group in groupby(in_order, when):
            chosen = list(group)
            hours = span((sum(m.hours[0] for m in chosen), sum(m.hours[1] for m in chosen)))
            name = phase or f"Week{'s' * (weeks[0] != weeks[1])} {span(weeks)}"
            rows = [row for module in chosen for row in self.rows(module)]
            title = self.heading(f"**{name}**, {hours} hours")
            boxes.append(self.box("weeks", title, self.items(rows, nodes.bullet_list)))
        return boxes

    def rows(self, module: Module) -> Iterator[tuple[str, str]]:
        """Give what is to be done with one module."""
        if module.planned:
            yield "", link(module)
        else:
            yield f"{module.id}.read", f"Read {link(module)}"
            for page, text in _PAGES.items():
                name = module.docname.removesuffix("index") + page
                if (Path(self.env.srcdir) / f"{name}.md").is_file():
                    yield f"{module.id}.{page}", text % name
        for task in module.tasks:
            yield _own(module, task)


class Progress(_Lists):
    """The place of the website's panel."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make a container; its text is what stands there without a script."""
        if not self.content:
            self.complain("is empty: write what a reader without the website's script is told")
        box = self.box("progress-panel")
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    stored_list(env, "press_ticks").pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = stored_list(other, "press_ticks")
    stored_list(env, "press_ticks").update({name: read[name] for name in docnames if name in read})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register node, role, directives and checks."""
    text = (visit_tick_as_text, None)
    app.add_node(tick, html=(visit_tick, None), text=text)
    app.add_role("tick", _role)
    for name, directive in {"weeks": Weeks, "outcomes": Outcomes, "progress": Progress}.items():
        app.add_directive(name, directive)
    connect(app)
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
