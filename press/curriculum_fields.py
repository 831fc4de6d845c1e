"""How each key of a module's facts is read: which value it takes, and what to write instead.

A plain module without Sphinx in it, below :mod:`press.curriculum_facts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MOST_STARS = 5
OUTCOME_KINDS = ("explain", "build")
RESERVED = ("read", "exercises", "interview")  # ticks that a checklist has for every module
_ID = re.compile(r"[a-z][a-z0-9]*-\d+[a-z]?")
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Outcome:
    """What a reader can do after a module: ``text`` ends the sentence "I can …".

    ``kind`` is ``explain`` or ``build``; for a task it is ``task``, and ``text`` is an order. The
    ``id`` is what a reader's tick is kept under: it stays when the text changes.
    """

    kind: str
    id: str
    text: str


@dataclass(frozen=True)
class Field:
    """How one key is read.

    ``read`` raises ValueError for a value of the wrong kind, with a key inside it as the argument
    where that one alone is wrong.
    """

    read: Callable[[Any], Any]
    mend: str
    required: bool = True


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value.strip()


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError
    return value


def _ends(value: Any) -> tuple[int, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError
    first, last = value
    if type(first) is not int or type(last) is not int or not 0 < first <= last:
        raise ValueError
    return first, last


def _maybe_ends(value: Any) -> tuple[int, int] | None:
    return None if value == [] else _ends(value)


def _ids(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(_id(item) for item in value)


def _stars(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise ValueError
    for name, stars in value.items():
        if not isinstance(name, str) or type(stars) is not int or not 0 <= stars <= MOST_STARS:
            raise ValueError
    return value


def _phrases(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError
    return tuple(_text(item) for item in value)


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in (value if isinstance(value, list) else [value]))


def _sentences(value: Any) -> dict[str, str]:
    """Read a mapping of names to sentences; an error names the key that is wrong."""
    if not isinstance(value, dict) or not value:
        raise ValueError
    for name, text in value.items():
        if not isinstance(name, str) or not isinstance(text, str) or not text.strip():
            raise ValueError(name)
    return {name: " ".join(text.split()) for name, text in value.items()}


def _outcomes(value: Any) -> tuple[Outcome, ...]:
    found = []
    for name, text in _sentences(value).items():
        kind, _, own = name.partition(" ")
        if kind not in OUTCOME_KINDS or not _KEY.fullmatch(own):
            raise ValueError(name)
        found.append(Outcome(kind, own, text))
    return tuple(found)


def _tasks(value: Any) -> tuple[Outcome, ...]:
    found = []
    for name, text in _sentences(value).items():
        if not _KEY.fullmatch(name):
            raise ValueError(name)
        found.append(Outcome("task", name, text))
    return tuple(found)


FIELDS: dict[str, Field] = {
    "id": Field(_id, "the track and the number of its folder, as in id: core-01"),
    "title": Field(_text, "the heading of the page, as in title: Advanced Topics"),
    "track": Field(_text, "the folder the module stands in, as in track: core"),
    "phase": Field(_text, "a few words, as in phase: Foundation"),
    "weeks": Field(_maybe_ends, "first and last week, as in weeks: [1, 2], or [] for none"),
    "level": Field(_text, "one level or a range, as in level: Beginner–Intermediate"),
    "hours": Field(_ends, "least and most hours, as in hours: [8, 10]"),
    "requires": Field(_ids, "a list of module ids, as in requires: [core-01], or []"),
    "skills": Field(_stars, f"stars from 0 to {MOST_STARS} by skill, as in skills: {{oop: 5}}"),
    "program": Field(
        _names, "the folder of its program in code/, or a list of them", required=False
    ),
    "needs": Field(
        _phrases, "a list of what a reader needs it for, as in needs: [a rule kept]", required=False
    ),
    "outcomes": Field(
        _outcomes,
        "what a reader can do then, each under 'explain' or 'build' and a name of its own, "
        "as in explain lookup: draw what an attribute looks up",
        required=False,
    ),
    "tasks": Field(
        _tasks,
        "what to do beside reading, each under a name of its own, as in library: lend books",
        required=False,
    ),
    "checklist": Field(_ends, "the weeks of the checklist, as in checklist: [3, 4]", False),
    "draft": Field(_flag, "true while the module is unfinished, or take the line out", False),
}
