"""What a book's authors do not want to read: the rules of ``book/prose.yml``, checked and compiled.

.. code-block:: yaml

   phrases:                  # a finding wherever the expression matches
     - say: what to write instead
       match: [simply, "delv(e|es|ed|ing)"]
       unless: ["simply typed"]        # excused where one of these overlaps the match
       unless_sentence: ['3\\.\\d+']     # excused where one of these stands in the sentence
       at_most: 1                      # so many are allowed in a module's folder
       not_inside: [interview]         # not in these directives
   openers: [...]            # the same, but only where a sentence begins
   headings: [...]           # the same, but only in headings
   listings: [...]           # the same, but in the lines of shown code
   limits: {em_dashes: 2}    # see :class:`Limits`
   spelling: {dictionaries: [clear], ignore: [word]}

An expression is a regular expression without regard to case, from word to word; a space in it
stands for any white space, an apostrophe for both kinds. ``rule`` names the entry; without one
the name is that of its list.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml


class RulesError(Exception):
    """The rule file cannot be used; the message names file and line and says the mend."""


@dataclass(frozen=True)
class Rule:
    """Expressions that must not occur, what to do about them, and what excuses them."""

    name: str
    match: re.Pattern[str]
    say: str
    unless: re.Pattern[str] | None = None
    unless_sentence: re.Pattern[str] | None = None
    at_most: int = 0
    not_inside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Limits:
    """Budgets of a page.

    ``em_dashes`` are counted per 1,000 words; ``words`` are the least and the most a page
    should have, reported but not refused; listings count lines and columns.
    """

    em_dashes: float = 2
    question_headings: int = 1
    words: tuple[int, int] = (1500, 6000)
    listing_lines: int = 30
    listing_columns: int = 78


@dataclass(frozen=True)
class Spelling:
    """Dictionaries of codespell to use, and words that are right here."""

    dictionaries: tuple[str, ...] = ("clear",)
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """Everything ``book/prose.yml`` says."""

    phrases: tuple[Rule, ...] = ()
    openers: tuple[Rule, ...] = ()
    headings: tuple[Rule, ...] = ()
    listings: tuple[Rule, ...] = ()
    limits: Limits = field(default_factory=Limits)
    spelling: Spelling = field(default_factory=Spelling)


_RULE_KEYS = ("rule", "match", "say", "unless", "unless_sentence", "at_most", "not_inside")
_LISTS = ("phrases", "openers", "headings", "listings")


def load_rules(path: Path) -> Rules:
    """Read the rule file; without one there are the limits of :class:`Limits` and no more.

    :raises RulesError: the file is not YAML, has an unknown key or a wrong expression.
    """
    if not path.is_file():
        return Rules()
    name = f"{path.parent.name}/{path.name}"
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise RulesError(f"{name}:{line}: not YAML ({problem}): mend the line") from None
    except UnicodeDecodeError:
        raise RulesError(f"{name}:1: not UTF-8: save the file as UTF-8") from None
    if root is None:
        return Rules()
    return _Loader(name).rules(root)


class _Loader:
    def __init__(self, name: str) -> None:
        self.name = name

    def _error(self, node: yaml.Node, message: str) -> RulesError:
        return RulesError(f"{self.name}:{node.start_mark.line + 1}: {message}")

    def _mapping(self, node: yaml.Node, known: tuple[str, ...]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"a mapping is expected here: use the keys {', '.join(known)}")
        found = {}
        for key, value in node.value:
            if key.value not in known:
                close = difflib.get_close_matches(str(key.value), known, 1)
                mend = f"write {close[0]!r}" if close else f"use one of {', '.join(known)}"
                raise self._error(key, f"unknown key {key.value!r}: {mend}")
            found[key.value] = value
        return found

    def _value(self, node: yaml.Node) -> Any:
        return yaml.SafeLoader("").construct_object(node, deep=True)

    def _strings(self, node: yaml.Node) -> list[str]:
        value = self._value(node)
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one.strip() for one in values):
            raise self._error(node, "text or a list of texts is expected here: put it in quotes")
        return values

    def _number(self, node: yaml.Node, whole: bool = True) -> Any:
        value = self._value(node)
        known = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, known) or value < 0:
            raise self._error(node, f"{value!r} is not a number of zero or more: write one")
        return value

    def _pattern(self, node: yaml.Node) -> re.Pattern[str]:
        try:
            return re.compile("|".join(map(_worded, self._strings(node))), re.IGNORECASE)
        except re.error as error:
            raise self._error(node, f"not a regular expression ({error}): mend it") from None

    def _rule(self, node: yaml.Node, default: str) -> Rule:
        keys = self._mapping(node, _RULE_KEYS)
        for needed in ("match", "say"):
            if needed not in keys:
                raise self._error(node, f"this entry has no {needed!r}: add one")
        optional: Mapping[str, Any] = {
            key: self._pattern(keys[key]) for key in ("unless", "unless_sentence") if key in keys
        }
        return Rule(
            name=self._strings(keys["rule"])[0] if "rule" in keys else default,
            match=self._pattern(keys["match"]),
            say=" ".join(self._strings(keys["say"])[0].split()),
            at_most=self._number(keys["at_most"]) if "at_most" in keys else 0,
            not_inside=frozenset(self._strings(keys["not_inside"]) if "not_inside" in keys else ()),
            **optional,
        )

    def _limits(self, node: yaml.Node) -> Limits:
        keys = self._mapping(node, tuple(one.name for one in fields(Limits)))
        values: dict[str, Any] = {}
        for key, value in keys.items():
            if key != "words":
                values[key] = self._number(value, whole=key != "em_dashes")
                continue
            span = self._value(value)
            if not (isinstance(span, list) and len(span) == 2 and span[0] <= span[1]):
                raise self._error(value, "two numbers are expected here: write [least, most]")
            values[key] = (span[0], span[1])
        return Limits(**values)

    def rules(self, root: yaml.Node) -> Rules:
        """Turn the whole file into rules."""
        keys = self._mapping(root, tuple(one.name for one in fields(Rules)))
        values: dict[str, Any] = {}
        for name in _LISTS:
            node = keys.get(name)
            if node is None:
                continue
            if not isinstance(node, yaml.SequenceNode):
                raise self._error(node, f"{name} is a list of entries: begin each with '- '")
            values[name] = tuple(self._rule(entry, name.removesuffix("s")) for entry in node.value)
        if "limits" in keys:
            values["limits"] = self._limits(keys["limits"])
        if "spelling" in keys:
            spelling = self._mapping(keys["spelling"], ("dictionaries", "ignore"))
            values["spelling"] = Spelling(
                **{key: tuple(self._strings(value)) for key, value in spelling.items()}
            )
        return Rules(**values)


def _worded(expression: str) -> str:
    """Bind an expression to whole words and let its spaces and apostrophes stand for all kinds."""
    body = expression.strip().replace(" ?", r"\s*").replace(" ", r"\s+").replace("'", "['’]")
    left = r"(?<![\w-])" if re.match(r"[\w(\[]", body) else ""
    right = r"(?![\w-])" if re.search(r"[\w)\]]$", body) else ""
    return f"{left}(?:{body}){right}"
