"""All modules of a book together: those that are written, and those that are only planned.

A plain module without Sphinx in it. The plan is a YAML list in the source folder that holds
modules by the keys of their front matter. A module that is written replaces its entry of the plan,
which may stay; a draft counts as planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from press.curriculum_facts import Module, Problem, Vocabulary, read_page, read_plan


def all_modules(source: Path, plan: str, words: Vocabulary) -> list[Module]:
    """Read the modules below ``source`` and its ``plan``: in the plan's order, the rest by id.

    What cannot be read is left out: the page or the plan reports it where it stands.
    """
    modules: dict[str, Module] = {}
    file = source / plan
    if plan and file.is_file():
        for module in read_plan(file.read_text(encoding="utf-8"), words)[0]:
            modules.setdefault(module.id, module)
    for index in sorted(source.glob("*/*/index.md")):
        docname = index.relative_to(source).with_suffix("").as_posix()
        written = read_page(index.read_text(encoding="utf-8"), docname, words)[0]
        if written and not written.draft:
            modules[written.id] = _with_the_rest(written, modules.get(written.id))
    return list(modules.values())


def _with_the_rest(written: Module, planned: Module | None) -> Module:
    """Leave as planned what the page of a module does not say about outcomes and tasks."""
    if planned is None:
        return written
    return replace(
        written,
        outcomes=written.outcomes or planned.outcomes,
        tasks=written.tasks or planned.tasks,
        checklist=written.checklist or planned.checklist,
    )


def check_together(modules: Iterable[Module], known: set[str]) -> Iterator[tuple[Module, Problem]]:
    """Find duplicate ids, prerequisites that are nowhere, and circles.

    ``modules`` are written and planned ones in reading order; ``known`` holds ids that exist
    without having been read.
    """
    by_id: dict[str, Module] = {}
    for module in modules:
        first = by_id.setdefault(module.id, module)
        if first is not module and first.planned == module.planned:
            where = f"{first.docname}.md:{first.lines['id']}" if first.docname else "the plan"
            message = f"module: id {module.id!r} is taken by {where}: give this one its own"
            yield module, Problem(module.lines["id"], message)
    for module in by_id.values():
        for needed in module.requires:
            if needed not in by_id and needed not in known:
                line = module.lines["requires"]
                message = (
                    f"module: requires {needed!r}, which is neither written nor planned: "
                    "correct the id, or plan that module"
                )
                yield module, Problem(line, message)
    for circle in _circles(by_id):
        last = by_id[circle[-1]]
        way = " → ".join([*circle, circle[0]])
        message = f"module: prerequisites run in a circle, {way}: take one of them out"
        yield last, Problem(last.lines["requires"], message)


def _circles(modules: Mapping[str, Module]) -> Iterator[list[str]]:
    """Yield each circle of prerequisites once, by a walk that colors what it has left."""
    left: set[str] = set()

    def walk(name: str, way: list[str]) -> Iterator[list[str]]:
        if name in way:
            yield way[way.index(name) :]
            return
        if name in left or name not in modules:
            return
        for needed in modules[name].requires:
            yield from walk(needed, [*way, name])
        left.add(name)

    for name in modules:
        yield from walk(name, [])
