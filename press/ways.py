"""What directives share that show the modules of a book: their facts, and when to read again.

A plain module: :mod:`press.roadmap` and :mod:`press.progress_lists` are the extensions. A page
that shows modules is read again when the facts of any of them change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from press.curriculum_facts import Module, Vocabulary, read_page, span
from press.curriculum_plan import all_modules

logger = logging.getLogger(__name__)


def modules_shown(env: BuildEnvironment) -> list[Module]:
    """Read the modules of the book from their pages and the plan."""
    return all_modules(Path(env.srcdir), env.config.press_plan, _words(env))


def module_of_page(env: BuildEnvironment, docname: str) -> Module | None:
    """Read the module whose first page ``docname`` is, a draft too."""
    text = Path(env.doc2path(docname)).read_text(encoding="utf-8")
    return read_page(text, docname, _words(env))[0]


def _words(env: BuildEnvironment) -> Vocabulary:
    config = env.config
    return Vocabulary(tuple(config.press_levels), config.press_tracks, config.press_skills)


def _stored(env: BuildEnvironment) -> dict[str, str]:
    """Docname of each page with a way on it, to the digest of the facts that it shows."""
    if not hasattr(env, "press_ways"):
        env.press_ways = {}  # type: ignore[attr-defined]
    found: dict[str, str] = env.press_ways  # type: ignore[attr-defined]
    return found


def stored_list(env: BuildEnvironment, name: str) -> dict[str, list[Any]]:
    """Give what the environment keeps under ``name``: a list for each page."""
    if not hasattr(env, name):
        setattr(env, name, {})
    found: dict[str, list[Any]] = getattr(env, name)
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
    yield module.outcomes
    yield module.tasks
    yield module.checklist


def link(module: Module) -> str:
    """Write the label and title of a module, as a link where it is written."""
    if module.planned:
        return f"{module.label} {module.title} *(planned)*"
    return f"{module.label} {{doc}}`{module.title} </{module.docname}>`"


def weeks_text(weeks: tuple[int, int] | None) -> str:
    """Write weeks behind a name: ``, weeks 3–4``; nothing where there are none."""
    if weeks is None:
        return ""
    return f", week{'s' * (weeks[0] != weeks[1])}\N{NO-BREAK SPACE}{span(weeks)}"


class Way(SphinxDirective):
    """What all ways share: the modules, and Markdown that is parsed in place."""

    option_spec: ClassVar[dict[str, Any]] = {}
    room: ClassVar[str] = "roadmap"  # the subtype of its warnings

    def modules(self) -> list[Module]:
        """Read all modules, and remember that this page shows them."""
        found = modules_shown(self.env)
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
        logger.warning(text, location=place, type="press", subtype=self.room)
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


# -- Keeping ------------------------------------------------------------------


def _outdated(_app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    now = _digest(modules_shown(env))
    return [docname for docname, shown in _stored(env).items() if shown != now]


def _purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _stored(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    read = _stored(other)
    _stored(env).update({name: read[name] for name in docnames if name in read})


def connect(app: Sphinx) -> None:
    """Keep what pages show in step with the modules; each extension with a way asks for it."""
    if not getattr(app, "_press_ways", False):
        setattr(app, "_press_ways", True)  # noqa: B010 -- the application has no such field
        app.connect("env-get-outdated", _outdated)
        app.connect("env-purge-doc", _purge)
        app.connect("env-merge-info", _merge)
