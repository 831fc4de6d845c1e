"""What a document shows beyond its own examples, kept in Sphinx's environment."""

from __future__ import annotations

from dataclasses import dataclass, field

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.examples.model import Fault


@dataclass
class Display:
    """For one document: pages it includes, names it shows, and what is wrong with it."""

    pages: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def displays(env: BuildEnvironment) -> dict[str, Display]:
    """Return what is known of each document of ``env``."""
    known: dict[str, Display] | None = getattr(env, "press_displays", None)
    if known is None:
        known = {}
        setattr(env, "press_displays", known)  # noqa: B010 - the environment has no such field
    return known


def display_of(env: BuildEnvironment, docname: str) -> Display:
    """Return what is known of ``docname``, to be added to."""
    return displays(env).setdefault(docname, Display())


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    del app
    displays(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    del app
    for docname in docnames:
        if docname in displays(other):
            displays(env)[docname] = displays(other)[docname]


def connect(app: Sphinx) -> None:
    """Keep the records in step with the documents; both extensions may ask for it."""
    if not getattr(app, "_press_displays", False):
        setattr(app, "_press_displays", True)  # noqa: B010
        app.connect("env-purge-doc", _purge)
        app.connect("env-merge-info", _merge)
