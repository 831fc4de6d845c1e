"""What a deck says of itself, and what is wrong with it.

The facts (title, slides, minutes) are read from the doctree of each deck and kept in the
environment for the shelf. Faults are reported with file and line, and the page is read again by
the next build, so that a kept doctree cannot hide them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import get_node_line
from sphinx_revealjs._ext.notes import revealjs_notes
from sphinx_revealjs.nodes import revealjs_break

from press.deck_times import time_faults

logger = logging.getLogger(__name__)

DEEPEST = 3
"""Headings below this level are no slides of their own."""


@dataclass(frozen=True)
class DeckFacts:
    """One deck as the shelf lists it; ``minutes`` is 0 where the deck does not say."""

    title: str
    about: str
    slides: int
    minutes: int


def all_decks(env: BuildEnvironment) -> dict[str, DeckFacts]:
    """Return the decks that were read, by docname."""
    if not hasattr(env, "press_decks"):
        env.press_decks = {}  # type: ignore[attr-defined]
    decks: dict[str, DeckFacts] = env.press_decks  # type: ignore[attr-defined]
    return decks


def shelves(env: BuildEnvironment) -> set[str]:
    """Return the pages that list the decks."""
    if not hasattr(env, "press_shelves"):
        env.press_shelves = set()  # type: ignore[attr-defined]
    pages: set[str] = env.press_shelves  # type: ignore[attr-defined]
    return pages


def purge(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget a page that is read again or gone."""
    env.press_decks_changed = True  # type: ignore[attr-defined]
    all_decks(env).pop(docname, None)
    shelves(env).discard(docname)


def changed_shelves(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to be written again because a deck was read or is gone."""
    changed = env.__dict__.pop("press_decks_changed", False)
    return sorted(shelves(env)) if changed else []


def merge(_app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over what another process read."""
    all_decks(env).update({n: f for n, f in all_decks(other).items() if n in docnames})
    shelves(env).update(shelves(other) & docnames)


def read(env: BuildEnvironment, document: nodes.document) -> None:
    """Note the facts of a deck and report its faults."""
    minutes = 0
    for problem in _front_matter(env.metadata[env.docname].get("deck", "{}")):
        if isinstance(problem, int):
            minutes = problem
        else:
            _report(env, (env.docname, 1), "matter", problem)
    for node, subtype, problem in _faults(env, document):
        _report(env, node, subtype, problem)
    notes = list(document.findall(revealjs_notes))
    for number, problem in time_faults([node.astext() for node in notes], minutes):
        _report(env, notes[number], "time", problem)
    title = document.next_node(nodes.title)
    all_decks(env)[env.docname] = DeckFacts(
        title=title.astext() if title is not None else env.docname,
        about=_about(document),
        slides=_slides(document),
        minutes=minutes,
    )


def _report(
    env: BuildEnvironment, where: nodes.Element | tuple[str, int], subtype: str, problem: str
) -> None:
    env.note_reread()
    if isinstance(where, nodes.Element):  # a picture's line is that of the paragraph around it
        where = (env.docname, get_node_line(where) or 1)
    logger.warning("%s", problem, location=where, type="deck", subtype=subtype)


def _front_matter(text: str) -> Iterator[int | str]:
    """Yield the minutes that the front matter states, and what is wrong with it."""
    try:
        facts = json.loads(text)
    except ValueError:
        facts = None
    if not isinstance(facts, dict):
        yield "deck: in the front matter holds keys: write 'deck:' and below it '  minutes: 90'"
        return
    for key, value in facts.items():
        if key != "minutes":
            yield f"deck: knows no key {key!r}: only 'minutes' may stand there"
        elif isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= 600:
            yield f"minutes: {value!r} is no length of a talk: write a whole number from 1 to 600"
        else:
            yield value


def _sections(document: nodes.document) -> Iterator[tuple[nodes.section, int]]:
    """Yield each section with its level."""

    def walk(node: nodes.Element, level: int) -> Iterator[tuple[nodes.section, int]]:
        for child in node.children:
            if isinstance(child, nodes.section):
                yield child, level
                yield from walk(child, level + 1)

    yield from walk(document, 1)


def _slides(document: nodes.document) -> int:
    """Count what is written as one screen each."""
    breaks = sum(1 for _ in document.findall(revealjs_break))
    return breaks + sum(level <= DEEPEST for _, level in _sections(document))


def _about(document: nodes.document) -> str:
    """Return the first line below the title."""
    for section, _ in _sections(document):
        for child in section.children:
            if isinstance(child, nodes.paragraph):
                return child.astext().replace("\n", " ")
        break
    return ""


# -- Faults -------------------------------------------------------------------


def steps_of(node: nodes.Element) -> str:
    """Return the steps through a block of code as written (``1-2|4``), or nothing."""
    return str(node.get("data-line-numbers") or node.get("steps") or "").strip()


def _faults(
    env: BuildEnvironment, document: nodes.document
) -> Iterator[tuple[nodes.Element, str, str]]:
    """Yield node, kind and description of everything that would show badly or not at all."""
    for section, level in _sections(document):
        if level > DEEPEST:
            yield section, "depth", "a heading of level 4 is no slide: use '##' or '###'"
    for rule in document.findall(nodes.transition):
        yield rule, "rule", "'---' does not begin a slide: give the next one a '##' heading"
    for image in document.findall(nodes.image):
        if not str(image.get("alt", "")).strip():
            yield (
                image,
                "alt",
                "a picture on a slide needs alternative text: write ![what it shows](file)",
            )
    spoken = {id(n) for notes in document.findall(revealjs_notes) for n in notes.findall()}
    for block in document.findall(nodes.literal_block):
        if id(block) not in spoken:
            for subtype, problem in _code_faults(env, block):
                yield block, subtype, problem


def _code_faults(env: BuildEnvironment, block: nodes.literal_block) -> Iterator[tuple[str, str]]:
    lines = block.astext().rstrip("\n").split("\n")
    widest, columns = max(map(len, lines)), env.config.decks_columns
    if widest > columns:
        yield "columns", f"code of {widest} columns is cut off after {columns}: break the line"
    if len(lines) > env.config.decks_lines:
        yield (
            "lines",
            f"{len(lines)} lines of code do not fit on a slide ({env.config.decks_lines} do): "
            "show fewer, or make it two slides",
        )
    try:
        steps = parse_steps(steps_of(block))
    except ValueError as error:
        yield "steps", str(error)
        return
    last = max((line for step in steps for line in step), default=0)
    if last > len(lines):
        yield (
            "steps",
            f"a step marks line {last}, but the code has {len(lines)}: count again, "
            "the code has changed",
        )


def parse_steps(text: str) -> list[set[int]]:
    """Return the lines that each step marks: ``"1-2|4"`` gives ``[{1, 2}, {4}]``.

    Raises:
        ValueError: what is written is no list of steps.
    """
    return [set(_lines(step, text)) for step in text.split("|")]


def _lines(step: str, text: str) -> Iterable[int]:
    for part in filter(None, (part.strip() for part in step.split(","))):
        first, dash, last = part.partition("-")
        if not (first.isdecimal() and (last.isdecimal() or not dash) and int(first) > 0):
            raise ValueError(f"{text!r} is no list of steps: write it as 1-2|4 or 1,3|5-7")
        numbers = range(int(first), int(last or first) + 1)
        if not numbers:
            raise ValueError(f"{part!r} runs backwards: write the smaller line first")
        yield from numbers
