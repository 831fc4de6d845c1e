"""Pages that hold what is made from the whole book: lists, numbers, an interview.

Sphinx writes again what changed itself. A page that shows other pages is written again in every
build that has read anything.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class Holders:
    """The docnames of such pages, kept in the environment under one attribute."""

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute

    def of(self, env: BuildEnvironment) -> set[str]:
        """Return the pages; add to the set the one that is being read."""
        if not hasattr(env, self._attribute):
            setattr(env, self._attribute, set())
        found: set[str] = getattr(env, self._attribute)
        return found

    def connect(self, app: Sphinx) -> None:
        """Keep the set true while pages come, go and are read by other processes."""
        app.connect("env-purge-doc", self._purge)
        app.connect("env-merge-info", self._merge)
        app.connect("env-updated", self._write_again)

    def _purge(self, _app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self.of(env).discard(docname)

    def _merge(
        self, _app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        self.of(env).update(self.of(other) & set(docnames))

    def _write_again(self, _app: Sphinx, env: BuildEnvironment) -> list[str]:
        return sorted(self.of(env))
