"""Sphinx extension: the ways through the modules, made from what the modules declare.

Each directive reads the facts of all modules, written and planned
(:mod:`press.curriculum_plan`), so that adding a module changes no page::

    ```{roadmap} core                 a table: phase, module, level, hours, what comes first
    ```
    ```{prerequisites} core           a diagram of what comes first; :by: phase folds each phase
    :caption: Nothing in the track waits for more than two others.
    ```
    ```{skills}                       a table of stars; an argument names one track
    ```
    ```{needs}                        "I need …", "go to …", from the key ``needs`` of each module
    ```
    ::::{path} Beginner               a way of reading, with its hours added up
    :modules: core-01 core-02
    :weeks: 6–8

    Who it is for, and what to do after each module.
    ::::

A page with one of them is read again when the facts of any module change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from press.curriculum_facts import Module, Vocabulary, span
from press.curriculum_plan import all_modules

logger = logging.getLogger(__name__)


def _modules(env: BuildEnvironment) -> list[Module]:
    config = env.config
    words = Vocabulary(tuple(config.press_levels), config.press_tracks, config.press_skills)
    return all_modules(Path(env.srcdir), config.press_plan, words)


def _stored(env: BuildEnvironment) -> dict[str, str]:
    """Docname of each page with a way on it, to the digest of the facts that it shows."""
    if not hasattr(env, "press_roadmap"):
        env.press_roadmap = {}  # type: ignore[attr-defined]
    found: dict[str, str] = env.press_roadmap  # type: ignore[attr-defined]
    return found


def _digest(modules: Iterable[Module]) -> str:
    facts = [
        (repr(module.facts), module.docname, module.title, *_more(module)) for module in modules
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _more(module: Module) -> Iterator[object]:
    yield module.phase
    yield module.requires
    yield sorted(module.skills.items())
    yield module.needs


# -- Words --------------------------------------------------------------------


def stars(number: int) -> str:
    """Write a skill so that it reads well aloud too: ``4 ★★★★``, and ``0``."""
    return f"{number}\N{NO-BREAK SPACE}{'★' * number}".strip()


def link(module: Module) -> str:
    """Write the label and title of a module, as a link where it is written."""
    if module.planned:
        return f"{module.label} {module.title} *(planned)*"
    return f"{module.label} {{doc}}`{module.title} </{module.docname}>`"


def _weeks(weeks: tuple[int, int] | None) -> str:
    if weeks is None:
        return ""
    return f", week{'s' * (weeks[0] != weeks[1])}\N{NO-BREAK SPACE}{span(weeks)}"


def label_of(name: str, modules: Iterable[Module]) -> str:
    """Find the label of the module with an id; an id that nobody has stays as it is."""
    return next((module.label for module in modules if module.id == name), name)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head), *(tuple(row) for row in rows)]
    text = ["| " + " | ".join(line) + " |" for line in lines]
    text.insert(1, "|" + "---|" * len(lines[0]))
    return "\n".join(text)


# -- Directives ---------------------------------------------------------------


class _Way(SphinxDirective):
    """What all ways share: the modules, and Markdown that is parsed in place."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def modules(self) -> list[Module]:
        """Read all modules, and remember that this page shows them."""
        found = _modules(self.env)
        _stored(self.env)[self.env.docname] = _digest(found)
        return found

    def of_track(self) -> list[Module]:
        """Give the modules of the track that the argument names; all without one."""
        found = self.modules()
        if not self.arguments:
            return found
        chosen = [module for module in found if module.track == self.arguments[0]]
        if not chosen:
            tracks = ", ".join(sorted({module.track for module in found})) or "none"
            self.complain(f"no module is of track {self.arguments[0]!r}: the tracks are {tracks}")
        return chosen

    def complain(self, message: str) -> None:
        """Report what is wrong, at the directive's own line, and have the page read again."""
        place = (self.env.docname, self.lineno)
        text = f"{self.name}: {message}"
        logger.warning(text, location=place, type="press", subtype="roadmap")
        self.env.note_reread()

    def markdown(self, text: str) -> list[nodes.Node]:
        """Parse Markdown where the directive stands."""
        return self.parse_text_to_nodes(text)

    def boxed(self, css: str, text: str) -> list[nodes.Node]:
        """Parse Markdown into a container with a class for the style sheets."""
        box = nodes.container(classes=["way", css])
        self.set_source_info(box)
        box += self.markdown(text)
        return [box]


class Roadmap(_Way):
    """Modules by phase and week."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table with one row a module."""
        chosen = self.of_track()
        everything = self.modules()
        rows = []
        for phase, group in groupby(chosen, key=lambda module: (module.phase, module.weeks)):
            first = f"**{phase[0]}**{_weeks(phase[1])}"
            for module in group:
                before = ", ".join(label_of(name, everything) for name in module.requires)
                rows.append((first, link(module), module.level, span(module.hours), before or "–"))
                first = ""
        return self.boxed("roadmap", _table(("Phase", "Module", "Level", "Hours", "First"), rows))


class Prerequisites(_Way):
    """What comes first, as a diagram."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "caption": directives.unchanged_required,
        "by": lambda word: directives.choice(word, ("module", "phase")),
    }

    def run(self) -> list[nodes.Node]:
        """Write the diagram for the room that draws diagrams."""
        chosen = self.of_track()
        if not chosen:
            return []
        if self.options.get("by") == "phase":
            names = {module.id: module.phase for module in chosen}
        else:
            names = {module.id: f"{module.label}<br>{module.title}" for module in chosen}
        number = {name: f"n{at}" for at, name in enumerate(dict.fromkeys(names.values()))}
        arrows = dict.fromkeys(
            (names[needed], names[module.id])
            for module in chosen
            for needed in module.requires
            if needed in names and names[needed] != names[module.id]
        )
        lines = [f'    {at}["{name}"]' for name, at in number.items()]
        lines += [f"    {number[first]} --> {number[then]}" for first, then in arrows]
        alt = "; ".join(f"{_plain(then)} needs {_plain(first)}" for first, then in arrows)
        # The fence is longer than any that a caption can hold.
        return self.markdown(
            "`````{mermaid}\n"
            f":alt: {alt or 'Nothing here needs anything else'}.\n"
            f":caption: {' '.join(self.options.get('caption', '').split())}\n\n"
            "flowchart TD\n" + "\n".join(lines) + "\n`````"
        )


def _plain(name: str) -> str:
    return name.replace("<br>", " ")


class Skills(_Way):
    """Which module trains what."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table with a column for each skill."""
        words = self.env.config.press_skills
        rows = (
            (link(module), *(stars(module.skills.get(skill, 0)) for skill in words))
            for module in self.of_track()
        )
        return self.boxed("skills", _table(("Module", *words.values()), rows))


class Needs(_Way):
    """Where to go with a question."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table with a row for each need."""
        rows = ((need, link(module)) for module in self.of_track() for need in module.needs)
        return self.boxed("needs", _table(("I need …", "Go to"), rows))


class ReadingPath(_Way):
    """One way of reading."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "modules": directives.unchanged_required,
        "weeks": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Make a heading line, the author's words, and the list of modules."""
        known = {module.id: module for module in self.modules()}
        names = self.options.get("modules", "").split()
        if not names:
            self.complain("names no module: add ':modules: core-01 core-02'")
        for name in names:
            if name not in known:
                self.complain(f"{name!r} is neither written nor planned: correct the id")
        way = [known[name] for name in names if name in known]
        hours = span((sum(one.hours[0] for one in way), sum(one.hours[1] for one in way)))
        weeks = self.options.get("weeks")
        facts = f"{hours} hours" + (f", {weeks} weeks" if weeks else "")
        listed = "\n".join(f"1. {link(module)}" for module in way)
        body = "\n".join(self.content)
        return self.boxed("path", f"**{self.arguments[0]}**, {facts}\n\n{body}\n\n{listed}")


# -- Keeping ------------------------------------------------------------------


def _outdated(_app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    now = _digest(_modules(env))
    return [docname for docname, shown in _stored(env).items() if shown != now]


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _stored(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = _stored(other)
    _stored(env).update({name: read[name] for name in docnames if name in read})


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives; :mod:`press.curriculum` registers the settings they read."""
    for name, directive in {
        "roadmap": Roadmap,
        "prerequisites": Prerequisites,
        "skills": Skills,
        "needs": Needs,
        "path": ReadingPath,
    }.items():
        app.add_directive(name, directive)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
