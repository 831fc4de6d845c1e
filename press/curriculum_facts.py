"""The facts of a module: its ``module:`` front matter, read with line numbers and checked.

A plain module without Sphinx in it: :mod:`press.curriculum` reports what is found here, and
anything else that needs the facts of a module can read them the same way.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from press.curriculum_fields import FIELDS, RESERVED, Outcome

_FAST: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FOLDER = re.compile(r"(\d+[a-z]?)-[a-z0-9-]+")


@dataclass(frozen=True)
class Problem:
    """Something to mend at a ``line`` of the file that was read (1-based)."""

    line: int
    message: str


@dataclass(frozen=True)
class Vocabulary:
    """The words a book allows in its facts; an empty mapping allows any.

    ``tracks`` and ``skills`` map the word in the source to the word that readers see; ``levels``
    are in rising order.
    """

    levels: tuple[str, ...] = ("Beginner", "Intermediate", "Advanced", "Expert")
    tracks: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Module:
    """What a module declares about itself.

    ``weeks`` and ``hours`` are first and last, ``skills`` are stars from 0 to 5, ``needs`` end
    the sentence "I need …". ``checklist`` are its weeks in the checklist, where they are not those
    of its phase. A module that is only planned has no ``docname``. ``lines`` tells on which line
    of its file a fact stands.
    """

    id: str
    title: str
    track: str
    phase: str
    level: str
    hours: tuple[int, int]
    weeks: tuple[int, int] | None
    requires: tuple[str, ...]
    skills: Mapping[str, int]
    programs: tuple[str, ...]
    track_title: str
    docname: str = ""
    draft: bool = False
    needs: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    tasks: tuple[Outcome, ...] = ()
    checklist: tuple[int, int] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def planned(self) -> bool:
        """True while no page of the module is written."""
        return not self.docname

    @property
    def number(self) -> str:
        """The number inside its track: ``01``, ``07a``."""
        return self.id.rpartition("-")[2]

    @property
    def label(self) -> str:
        """Track and number, as headings show them: ``Core 01``."""
        return f"{self.track_title} {self.number}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Name and value of what stands at the top of the module, in reading order."""
        found = [
            ("Track", self.track_title),
            ("Level", self.level),
            ("Time", f"{span(self.hours)} hours"),
        ]
        if self.weeks:
            found.append(("Week" if self.weeks[0] == self.weeks[1] else "Weeks", span(self.weeks)))
        if self.programs:
            name = "Program" if len(self.programs) == 1 else "Programs"
            found.append((name, ", ".join(self.programs)))
        if self.draft:
            found.append(("State", "draft"))
        return found


def span(ends: tuple[int, int]) -> str:
    """Write first and last the way a reader sees them: ``8–10``, or ``12`` when they agree."""
    first, last = ends
    return str(first) if first == last else f"{first}–{last}"


def module_id(docname: str) -> str | None:
    """Tell which id belongs to ``<track>/<number>-<slug>/index``, or None for other pages."""
    path = PurePosixPath(docname)
    folder = _FOLDER.fullmatch(path.parent.name)
    if path.name != "index" or folder is None:
        return None
    return f"{path.parent.parent.name}-{folder[1]}"


def ids_on_disk(source: Path) -> set[str]:
    """Ids of all module folders below ``source``, read or not (a quick build reads only one)."""
    pages = (path.relative_to(source).with_suffix("") for path in source.glob("*/*/index.*"))
    return {found for page in pages if (found := module_id(page.as_posix()))}


# -- Reading ------------------------------------------------------------------


def front_matter(text: str) -> str | None:
    """Cut the YAML out of a Markdown page; None when the page starts otherwise."""
    text = text.removeprefix("\ufeff")  # some editors of Windows put it before the text
    if not text.startswith("---\n"):
        return None
    end = re.search(r"^(---|\.\.\.)\s*$", text[4:], flags=re.MULTILINE)
    return text[4 : 4 + end.start()] if end else None


def read_page(text: str, docname: str, words: Vocabulary) -> tuple[Module | None, list[Problem]]:
    """Read the ``module:`` facts of the page ``docname`` from its source ``text``.

    Returns the module (None without the key or with facts that cannot be read) and what is to be
    mended.
    """
    header = front_matter(text)
    if header is None:
        return None, []
    try:
        loader, root = composed(header)
    except yaml.YAMLError as error:
        return None, [malformed(error, "the front matter", 2)]
    if not isinstance(root, yaml.MappingNode):
        return None, []
    for key, value in root.value:
        if key.value == "module":
            # The YAML starts on the second line of the page, and marks count from 0.
            source = _Source(loader, 2)
            return _read_module(source, source.line(key), value, docname, words)
    return None, []


def read_plan(text: str, words: Vocabulary) -> tuple[list[Module], list[Problem]]:
    """Read a YAML list of planned modules, each with the keys of the front matter."""
    try:
        loader, root = composed(text)
    except yaml.YAMLError as error:
        return [], [malformed(error, "the plan", 1)]
    if not isinstance(root, yaml.SequenceNode):
        return [], [Problem(1, "planned modules: write a list, one '- id: …' for each module")]
    source = _Source(loader, 1)
    modules, problems = [], []
    for entry in root.value:
        module, found = _read_module(source, source.line(entry), entry, "", words)
        problems += found
        if module:
            modules.append(module)
    return modules, problems


def composed(text: str) -> tuple[yaml.SafeLoader, Any]:
    """Read YAML into nodes: with libyaml if it is there, and with PyYAML's own words if it fails.

    :raises yaml.YAMLError: it is not YAML.
    """
    try:
        loader = _FAST(text)
        return loader, loader.get_single_node()
    except yaml.YAMLError:
        loader = yaml.SafeLoader(text)
        return loader, loader.get_single_node()


def malformed(error: yaml.YAMLError, what: str, starts: int) -> Problem:
    """Say where YAML cannot be read; its first line is line ``starts`` of the file."""
    mark = getattr(error, "problem_mark", None)
    why = getattr(error, "problem", "") or "a value that does not end"
    return Problem(starts + mark.line if mark else starts, f"{what} is not YAML: {why}")


@dataclass(frozen=True)
class _Source:
    """The YAML at hand, and the line on which it starts in its file."""

    loader: yaml.SafeLoader
    starts: int

    def line(self, node: yaml.Node) -> int:
        """Tell on which line of the file a node begins."""
        return int(node.start_mark.line) + self.starts

    def line_of(self, node: yaml.Node, key: Any) -> int:
        """Tell on which line a mapping has ``key``; 0 if it has not."""
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        lines = [self.line(name) for name, _ in pairs if self.value(name) == key]
        return lines[-1] if lines else 0

    def value(self, node: yaml.Node) -> Any:
        """Make the Python value of a node."""
        return self.loader.construct_object(node, deep=True)


def _twice(source: _Source, name: str, node: yaml.Node) -> Iterator[Problem]:
    """Find keys that a mapping has twice: YAML would keep the last without a word."""
    seen: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        own = str(key.value)
        if own in seen:
            message = f"module: {name}: {own!r} stands twice: give one a name of its own"
            yield Problem(source.line(key), message)
        seen.add(own)


def _read_module(
    source: _Source, top: int, node: yaml.Node, docname: str, words: Vocabulary
) -> tuple[Module | None, list[Problem]]:
    if not isinstance(node, yaml.MappingNode):
        return None, [Problem(top, f"module: write the keys {', '.join(FIELDS)} below it")]
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        name, line = str(key_node.value), source.line(key_node)
        if name not in FIELDS:
            problems.append(Problem(line, f"module: unknown key {name!r}: {_instead(name)}"))
            continue
        if name in lines:
            problems.append(Problem(line, f"module: {name} stands twice: remove one"))
            continue
        lines[name] = line
        problems += _twice(source, name, value_node)
        raw = source.value(value_node)
        try:
            values[name] = FIELDS[name].read(raw)
        except ValueError as error:
            inner = error.args[0] if error.args else None
            wrong = f"{name} cannot be {raw!r}" if inner is None else f"{name}: {inner!r} is wrong"
            line = source.line_of(value_node, inner) or line
            problems.append(Problem(line, f"module: {wrong}: write {FIELDS[name].mend}"))
    for name, wanted in FIELDS.items():
        if wanted.required and name not in lines:
            problems.append(Problem(top, f"module: {name} is missing: add {wanted.mend}"))
    problems += _against(values, lines, docname, words)
    if problems:
        return None, problems
    return (
        Module(
            **{name: value for name, value in values.items() if name != "program"},
            programs=values.get("program", ()),
            track_title=words.tracks.get(values["track"], values["track"].capitalize()),
            docname=docname,
            lines={"module": top, **lines},
        ),
        [],
    )


def _instead(name: str) -> str:
    close = difflib.get_close_matches(name, FIELDS, n=1)
    return f"write {close[0]!r}" if close else f"the keys are {', '.join(FIELDS)}"


def _against(
    values: Mapping[str, Any], lines: Mapping[str, int], docname: str, words: Vocabulary
) -> Iterator[Problem]:
    """Hold the facts against the folder of the page and against the words of the book."""
    own = values.get("id")
    track = values.get("track")
    if docname:
        wanted = module_id(docname)
        if wanted is None:
            message = (
                "module: facts stand only in <track>/<number>-<slug>/index: move them there, or "
                "rename the folder"
            )
            yield Problem(min(lines.values(), default=1), message)
        elif own and own != wanted:
            yield Problem(lines["id"], f"module: id {own!r} is not that of its folder: {wanted!r}")
    if own and track and own.rpartition("-")[0] != track:
        yield Problem(lines["track"], f"module: track {track!r} is not the one in the id {own!r}")
    ids: set[str] = set()
    for done in (*values.get("outcomes", ()), *values.get("tasks", ())):
        if done.id in ids or done.id in RESERVED:
            where = lines["tasks" if done.kind == "task" else "outcomes"]
            why = "is taken" if done.id in ids else "stands for the module itself"
            message = f"module: the name {done.id!r} {why}: give this {done.kind} one of its own"
            yield Problem(where, message)
        ids.add(done.id)
    if track and words.tracks and track not in words.tracks:
        yield Problem(lines["track"], f"module: track {track!r} is not one of {_any(words.tracks)}")
    if (level := values.get("level")) and not _is_level(level, words.levels):
        message = f"module: level {level!r}: write one of {_any(words.levels)}, or a rising range"
        yield Problem(lines["level"], message)
    if (skills := values.get("skills")) is not None and words.skills:
        for name in skills.keys() ^ words.skills.keys():
            todo = f"unknown skill {name!r}" if name in skills else f"skill {name!r} is missing"
            message = f"module: {todo}: the skills are {_any(words.skills)}"
            yield Problem(lines["skills"], message)


def _is_level(text: str, levels: tuple[str, ...]) -> bool:
    parts = re.split("[-–]", text)
    if len(parts) > 2 or any(part not in levels for part in parts):
        return False
    return len(parts) == 1 or levels.index(parts[0]) < levels.index(parts[1])


def _any(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
