"""Sphinx extension: what modules declare about themselves, checked and shown.

A module's ``index`` page carries ``module:`` facts in its front matter
(:mod:`press.curriculum_facts` has the keys). This extension

- refuses facts that are wrong, alone or together, with file:line and the mend;
- keeps them for others in ``env.press_modules`` (docname to
  :class:`~press.curriculum_facts.Module`) and for templates in ``module`` and ``modules``;
- sets the module's number before its heading and a line of facts below it.

Settings in ``conf.py``: ``press_tracks`` and ``press_skills`` (word in the source to word that
readers see; empty allows any), ``press_levels`` (rising), ``press_plan`` (a YAML file in the source
folder with modules that are planned but not written).
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from press.curriculum_facts import (
    Module,
    Problem,
    Vocabulary,
    ids_on_disk,
    read_page,
    read_plan,
)
from press.curriculum_plan import check_together
from press.layout import Layout

logger = logging.getLogger(__name__)


def modules_of(env: BuildEnvironment) -> dict[str, Module]:
    """Give the modules that were read so far, by docname."""
    if not hasattr(env, "press_modules"):
        env.press_modules = {}  # type: ignore[attr-defined]
    found: dict[str, Module] = env.press_modules  # type: ignore[attr-defined]
    return found


def module_of(env: BuildEnvironment, docname: str) -> Module | None:
    """Find the module whose folder holds the page ``docname``."""
    folder = docname.rpartition("/")[0]
    return modules_of(env).get(f"{folder}/index" if folder else "index")


def _report(problem: Problem, location: tuple[str, int] | str) -> None:
    logger.warning(problem.message, location=location, type="press", subtype="curriculum")


def _vocabulary(app: Sphinx) -> Vocabulary:
    config = app.config
    return Vocabulary(tuple(config.press_levels), config.press_tracks, config.press_skills)


# -- Reading ------------------------------------------------------------------


def _read(app: Sphinx, docname: str, content: list[str]) -> None:
    if app.env.doc2path(docname).suffix != ".md":
        return
    module, problems = read_page(content[0], docname, _vocabulary(app))
    if module:
        modules_of(app.env)[docname] = module
        problems = list(_missing_programs(app, module))
    elif not problems and _opens_a_module(docname, app.config.press_tracks):
        problems = [Problem(1, "module: the first page of a module states no facts: add `module:`")]
    for problem in problems:
        _report(problem, (docname, problem.line))
    if problems:
        # A page with an error is read again by the next build: a kept doctree must not hide it.
        app.env.note_reread()


def _opens_a_module(docname: str, tracks: Container[str]) -> bool:
    track, _, rest = docname.partition("/")
    return track in tracks and rest.count("/") == 1 and rest.endswith("/index")


def _missing_programs(app: Sphinx, module: Module) -> list[Problem]:
    code = Layout(Path(app.confdir)).code
    return [
        Problem(
            module.lines["program"],
            f"module: there is no folder code/{module.track}/{name}: correct the program's name",
        )
        for name in module.programs
        if not (code / module.track / name).is_dir()
    ]


class ShowFacts(SphinxTransform):
    """Set number and facts into the module's first page, before the titles are collected."""

    default_priority = 700

    def apply(self, **_: Any) -> None:
        """Change the doctree of a module's index page; leave all others alone."""
        module = modules_of(self.env).get(self.env.docname)
        if module is None:
            return
        title = next(self.document.findall(nodes.title), None)
        if title is None or title.astext() != module.title:
            heading = f"the heading {title.astext()!r}" if title else "the page, which has none"
            message = f"module: title {module.title!r} differs from {heading}: make them the same"
            _report(Problem(0, message), (self.env.docname, module.lines["title"]))
            self.env.note_reread()
        if title is not None:
            number = nodes.inline("", module.label, classes=["module-number"])
            title[:0] = [number, nodes.Text(" ")]
            section = title.parent
            section.insert(section.index(title) + 1, fact_line(module))


def fact_line(module: Module) -> nodes.bullet_list:
    """Make the line of facts: a list, so that it reads well where no style reaches it."""
    items = []
    for name, value in module.facts:
        shown: nodes.Element = nodes.inline("", value, classes=["fact-value"])
        if name.startswith("Program"):
            shown = nodes.literal("", value, classes=["fact-value"])
        label = nodes.inline("", name, classes=["fact-name"])
        paragraph = nodes.paragraph("", "", label, nodes.Text(" "), shown)
        items.append(nodes.list_item("", paragraph))
    return nodes.bullet_list("", *items, classes=["module-facts"])


# -- Keeping ------------------------------------------------------------------


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    modules_of(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = modules_of(other)
    modules_of(env).update({name: read[name] for name in docnames if name in read})


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Hold all modules against each other, in every build: what is wrong stays reported."""
    planned: list[Module] = []
    plan = Path(app.srcdir) / app.config.press_plan if app.config.press_plan else None
    if plan is not None and not plan.is_file():
        message = f"module: press_plan names {plan.name}, which is not in {plan.parent.name}/: "
        _report(
            Problem(0, f"{message}add the file, or empty the setting"),
            f"{Path(app.confdir, 'conf.py')}:1",
        )
    elif plan is not None:
        planned, problems = read_plan(plan.read_text(encoding="utf-8"), _vocabulary(app))
        for problem in problems:
            _report(problem, f"{plan}:{problem.line}")
    written = [module for _, module in sorted(modules_of(env).items())]
    known = ids_on_disk(Path(app.srcdir))
    for module, problem in check_together([*written, *planned], known):
        place = f"{plan}:{problem.line}" if module.planned else (module.docname, problem.line)
        _report(problem, place)
    env.press_planned = planned  # type: ignore[attr-defined]


def _to_template(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _tree: nodes.document
) -> None:
    context["module"] = module_of(app.env, pagename)
    context["modules"] = sorted(modules_of(app.env).values(), key=lambda found: found.docname)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register settings, reading, checks and template facts."""
    app.add_config_value("press_levels", Vocabulary.levels, "env")
    app.add_config_value("press_tracks", {}, "env", [dict])
    app.add_config_value("press_skills", {}, "env", [dict])
    app.add_config_value("press_plan", "", "env", [str])
    app.add_transform(ShowFacts)
    app.connect("source-read", _read)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _check)
    app.connect("html-page-context", _to_template)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
