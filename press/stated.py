"""Numbers that the text states about the book itself: ``{stated}`examples```.

A page that says how many examples were executed, or which WeasyPrint set it, must not hold typed
numbers. The role names a fact; the number is put in when the page is written, after the whole
book has been read.

=================================  ==========================================================
``modules pages words examples``   counted while the book was read (see ``press/counts.py``)
``lines diagrams questions``
``exercises``
``executed fragments not-run``     from the ledger
``elsewhere``                      how many of those executed ran on a newer Python, and on which
``python``                         the version of Python that built the book
``version of <package>``           the installed version of a package
``setting <dotted name>``          a value of ``pyproject.toml``: ``setting tool.ruff.line-length``
=================================  ==========================================================
"""

from __future__ import annotations

import difflib
import platform
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.examples.ledger import Ledger
from press.holders import Holders

_COUNTED = ("words", "examples", "lines", "diagrams", "questions", "exercises")
_RECORDED = ("executed", "elsewhere", "fragments", "not-run", "python")
_KNOWN = ("modules", "pages", *_COUNTED, *_RECORDED)
_VERSION_OF = "version of "
_SETTING = "setting "
HOLDERS = Holders("press_stating")


class stated(nodes.Inline, nodes.TextElement):  # noqa: N801 -- docutils names nodes in lower case
    """A fact whose number is not known before the whole book has been read."""


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
    fact = text.strip()
    wrong = ""
    if fact.startswith(_VERSION_OF):
        try:
            version(fact.removeprefix(_VERSION_OF))
        except PackageNotFoundError:
            wrong = f"{fact!r}: no such package is installed"
    elif fact.startswith(_SETTING):
        env = inliner.document.settings.env
        root = Path(env._app.confdir)
        wrong = "" if _setting(root, fact) else f"{fact!r}: not in pyproject.toml"
        env.note_dependency(str(root / "pyproject.toml"))
    elif fact not in _KNOWN:
        close = difflib.get_close_matches(fact, _KNOWN, 1) or ["one of " + ", ".join(_KNOWN)]
        wrong = f"unknown fact {fact!r}: did you mean {close[0]}?"
    if wrong:
        return [nodes.problematic(rawtext, rawtext)], [
            inliner.reporter.error(f"stated: {wrong}", line=lineno)
        ]
    return [stated(rawtext, "", fact=fact)], []


def _setting(root: Path, fact: str) -> str:
    """Write a value of ``pyproject.toml`` for readers; empty if there is none."""
    file = root / "pyproject.toml"
    value: Any = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    for name in fact.removeprefix(_SETTING).strip().split("."):
        value = value.get(name.strip('"')) if isinstance(value, dict) else None
    if value is None or isinstance(value, dict):
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _pages(env: BuildEnvironment) -> dict[str, dict[str, int]]:
    return getattr(env, "press_counts", {})


def _value(app: Sphinx, fact: str) -> str:
    if fact.startswith(_VERSION_OF):
        return version(fact.removeprefix(_VERSION_OF))
    if fact.startswith(_SETTING):
        return _setting(Path(app.confdir), fact)
    if fact in _RECORDED:
        return _recorded(app, fact)
    pages = _pages(app.env)
    if fact == "pages":
        return f"{len(pages):,}"
    if fact == "modules":
        return f"{len(getattr(app.env, 'press_modules', {})):,}"
    return f"{sum(page.get(fact, 0) for page in pages.values()):,}"


def _recorded(app: Sphinx, fact: str) -> str:
    if fact == "python":
        return platform.python_version()
    counts = Ledger(Path(app.confdir)).counts()
    if fact == "elsewhere":
        found = sorted(counts.elsewhere.items())
        return " and ".join(f"{count:,} on {python}" for python, count in found) or "none"
    return f"{getattr(counts, fact.replace('-', '_')):,}"


def _resolve(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    for node in list(doctree.findall(stated)):
        node.replace_self(nodes.Text(_value(app, node["fact"])))


def _remember(app: Sphinx, doctree: nodes.document) -> None:
    if next(iter(doctree.findall(stated)), None) is not None:
        HOLDERS.of(app.env).add(app.env.docname)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the role with Sphinx."""
    app.add_node(stated)
    app.add_role("stated", _role)
    app.connect("doctree-read", _remember)
    HOLDERS.connect(app)
    app.connect("doctree-resolved", _resolve)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
