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

from collections.abc import Iterable
from itertools import groupby
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx

from press.curriculum_facts import Module, span
from press.ways import Way, connect, link, weeks_text

# -- Words --------------------------------------------------------------------


def stars(number: int) -> str:
    """Write a skill so that it reads well aloud too: ``4 ★★★★``, and ``0``."""
    return f"{number}\N{NO-BREAK SPACE}{'★' * number}".strip()


def label_of(name: str, modules: Iterable[Module]) -> str:
    """Find the label of the module with an id; an id that nobody has stays as it is."""
    return next((module.label for module in modules if module.id == name), name)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head), *(tuple(row) for row in rows)]
    text = ["| " + " | ".join(line) + " |" for line in lines]
    text.insert(1, "|" + "---|" * len(lines[0]))
    return "\n".join(text)


# -- Directives ---------------------------------------------------------------


class Roadmap(Way):
    """Modules by phase and week."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table with one row a module."""
        chosen = self.of_track()
        everything = self.modules()
        rows = []
        for phase, group in groupby(chosen, key=lambda module: (module.phase, module.weeks)):
            first = f"**{phase[0]}**{weeks_text(phase[1])}"
            for module in group:
                before = ", ".join(label_of(name, everything) for name in module.requires)
                rows.append((first, link(module), module.level, span(module.hours), before or "–"))
                first = ""
        return self.boxed("roadmap", _table(("Phase", "Module", "Level", "Hours", "First"), rows))


class Prerequisites(Way):
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


class Skills(Way):
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


class Needs(Way):
    """Where to go with a question."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table with a row for each need."""
        rows = ((need, link(module)) for module in self.of_track() for need in module.needs)
        return self.boxed("needs", _table(("I need …", "Go to"), rows))


class ReadingPath(Way):
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
    connect(app)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
