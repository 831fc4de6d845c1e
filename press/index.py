"""Sphinx extension: entries of the index that no author has to write.

Authors write the entries that need judgment, with Sphinx's own ``{index}`` directive or role;
a glossary brings its terms. Three kinds come from the text itself:

* names of the language and the library in ``code``: special methods (``__init__``), dotted names
  that exist in the standard library (``functools.partial``), and what the modules listed in
  ``press_index_modules`` export (``Protocol``). A name counts where a heading has it, or where a
  section says it at least twice: a mere mention leads nobody anywhere;
* boxes whose class is in ``press_index_boxes``: ``{"trap": "traps"}`` lists them all under "traps";
* terms of the glossary, where a page refers to them.

Pages that match ``press_index_skip`` give none of these. The entries are ordinary ones of Sphinx:
every builder with an index shows them.
"""

from __future__ import annotations

import builtins
import importlib
import re
import sys
import warnings
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_SPECIAL = re.compile(r"__[a-z]\w*__")
_DOTTED = re.compile(r"[a-z_]\w*(?:\.[A-Za-z_]\w*)+")
_PLAIN = re.compile(r"[A-Za-z_]\w*")
_CALL = re.compile(r"^@?(?P<name>[\w.]+)(?:\(.*\)|\[.*\])?$", re.DOTALL)
#: Importing these does something, or needs what a machine without a screen lacks.
_NEVER = frozenset({"antigravity", "this", "turtle", "tkinter", "idlelib", "turtledemo"})
_ENOUGH = 2
_MOST = 2  # places in one page


@cache
def _module(name: str) -> Any:
    root = name.partition(".")[0]
    if root not in sys.stdlib_module_names or root in _NEVER or root.startswith("_"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError:
        return None


def _exists(dotted: str) -> bool:
    """Whether a dotted name leads to something in the standard library."""
    first, *rest = dotted.split(".")
    found = _module(first)
    for number, part in enumerate(rest, 1):
        if found is None:
            return False
        if hasattr(found, part):
            found = getattr(found, part)
        else:
            found = _module(".".join([first, *rest[:number]]))
    return found is not None


@cache
def _exports(modules: tuple[str, ...]) -> dict[str, str]:
    """Map each name that one of ``modules`` exports to the first module that does."""
    found: dict[str, str] = {}
    for module in modules:
        for name in getattr(_module(module), "__all__", ()):
            found.setdefault(name, module)
    return found


def entry_of(text: str, modules: tuple[str, ...] = ()) -> str:
    """Return the index entry of a piece of code, ``""`` where it is no name that readers look up.

    >>> entry_of("__init__()"), entry_of("functools.partial(f, 1)"), entry_of("entry.payee")
    ('__init__', 'functools.partial', '')
    >>> entry_of("@dataclass", ("dataclasses",)), entry_of("KeyError"), entry_of("list")
    ('dataclass (dataclasses)', 'KeyError', '')
    """
    match = _CALL.match(text.strip())
    name = match["name"] if match else ""
    owner, _, last = name.rpartition(".")
    found = ""
    if _SPECIAL.fullmatch(last):
        found = last
    elif owner and _DOTTED.fullmatch(name):
        listed = _exports(modules).get(last) == owner
        found = f"{last} ({owner})" if listed else name if _exists(name) else ""
    elif _PLAIN.fullmatch(name):
        kind = getattr(builtins, name, None)
        if owner := _exports(modules).get(name, ""):
            found = f"{name} ({owner})"
        elif isinstance(kind, type) and issubclass(kind, BaseException):
            found = name
    return found


class IndexNames(SphinxTransform):
    """Gives a page the entries that its text asks for."""

    default_priority = 800  # before Sphinx's domains collect the entries of a page

    def apply(self, **_: Any) -> None:
        """Add one ``index`` node with all entries."""
        if any(fnmatch(self.env.docname, pattern) for pattern in self.config.press_index_skip):
            return
        self._count = 0
        entries = [*self._names(), *self._boxes(), *self._terms()]
        if entries:
            node = addnodes.index(entries=entries)
            self.document += node

    def _entry(self, node: nodes.Element, value: str, main: bool = False) -> tuple[Any, ...]:
        self._count += 1
        name = f"ix-{self._count}"
        node["ids"].append(name)
        return ("single", value, name, "main" if main else "", None)

    def _names(self) -> Iterator[tuple[Any, ...]]:
        modules = tuple(self.config.press_index_modules)
        found: dict[str, dict[int, list[nodes.Element]]] = {}
        node: nodes.Element
        for node in self.document.findall(nodes.literal):
            if value := entry_of(node.astext(), modules):
                section = _section(node)
                found.setdefault(value, {}).setdefault(id(section), []).append(node)
        for value, sections in found.items():
            places = [
                (_titled(uses), len(uses), uses[0])
                for uses in sections.values()
                if len(uses) >= _ENOUGH or _titled(uses)
            ]
            best = sorted(places, key=lambda place: (not place[0], -place[1]))[:_MOST]
            for titled, _, node in places:
                if any(node is chosen for _, _, chosen in best):
                    yield self._entry(_anchor(node), value, main=titled)

    def _boxes(self) -> Iterator[tuple[Any, ...]]:
        for box in self.document.findall(nodes.admonition):
            for name, heading in self.config.press_index_boxes.items():
                title = next(iter(box.findall(nodes.title)), None)
                if name in box["classes"] and title is not None:
                    text = title.astext()
                    _, colon, rest = text.partition(":")
                    said = " ".join((rest if colon else text).split()).replace(";", ",")
                    yield self._entry(box, f"{heading}; {said}")

    def _terms(self) -> Iterator[tuple[Any, ...]]:
        seen = set()
        for reference in self.document.findall(addnodes.pending_xref):
            if reference.get("reftype") != "term":
                continue
            term = str(reference["reftarget"])
            if term not in seen:
                seen.add(term)
                holder = next(iter(reference.findall(nodes.inline)), reference)
                yield self._entry(holder, term.replace(";", ","))


def _section(node: nodes.Node | None) -> nodes.section | None:
    while node is not None and not isinstance(node, nodes.section):
        node = node.parent
    return node


def _titled(uses: list[nodes.Element]) -> bool:
    return any(isinstance(node.parent, nodes.title) for node in uses)


def _anchor(node: nodes.Element) -> nodes.Element:
    """A heading is led to by its section, since other builders repeat what a title holds."""
    section = _section(node)
    return section if isinstance(node.parent, nodes.title) and section is not None else node


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the settings and the transform."""
    app.add_config_value("press_index_modules", (), "env", [tuple, list])
    app.add_config_value("press_index_boxes", {}, "env", [dict])
    app.add_config_value("press_index_skip", (), "env", [tuple, list])
    app.add_transform(IndexNames)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
