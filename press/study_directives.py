"""Directives of the study room: checks, exercises, interview questions and their parts.

Each leaves ordinary containers on the doctree, marked by a class and by the attribute ``study``
(its kind), so that a builder that knows nothing of them still shows all of the text.
:mod:`press.study_forms` gives them their form in each edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from press.curriculum_facts import module_id
from press.exercise_files import EXERCISE_ID

logger = logging.getLogger(__name__)

LEVELS = ("L3", "L4", "L5", "L6")
MOST_STARS = 3
QUESTION_ID = re.compile(r"([a-z][a-z0-9]*-\d+[a-z]?)-q\d+")


@dataclass(frozen=True)
class Part:
    """A part of a task that a reader opens later: its class, its label, and how many there are."""

    css: str
    label: str
    least: int = 1
    most: int = 1


PARTS: dict[str, dict[str, Part]] = {
    "check": {"answer": Part("answer", "Answer")},
    "exercise": {
        "hint": Part("hint", "Hint", least=2, most=9),
        "solution": Part("solution", "Solution"),
        "alternative": Part("alternative", "Alternative", most=9),
    },
    "interview": {
        "strong": Part("strong-answer", "Strong answer"),
        "weak": Part("weak-answer", "Weak answer, and why it fails"),
        "follow-up": Part("follow-up", "Follow-up"),
    },
    "quiz": {  # press.quiz
        "because": Part("because", "Why"),
        "wrong": Part("wrong", "Wrong answer", least=2, most=4),
    },
}
OWNERS = {part: task for task, parts in PARTS.items() for part in parts}


@dataclass(frozen=True)
class StudyItem:
    """A task that has an id of its own in the book.

    ``level`` is L3 to L6 (interview questions), ``stars`` 1 to 3 (exercises), ``line`` where its
    directive stands in ``docname``.
    """

    kind: str
    id: str
    title: str
    docname: str
    line: int
    level: str = ""
    topic: str = ""
    stars: int = 0


def items_of(env: BuildEnvironment) -> dict[str, list[StudyItem]]:
    """Give the tasks that were read so far, by docname."""
    if not hasattr(env, "press_study"):
        env.press_study = {}  # type: ignore[attr-defined]
    found: dict[str, list[StudyItem]] = env.press_study  # type: ignore[attr-defined]
    return found


def report(
    env: BuildEnvironment,
    message: str,
    location: nodes.Node | tuple[str, int] | str,
    once: bool = False,
) -> None:
    """Report what is wrong in the page that is being read, and have it read again next time.

    Without the second step a kept doctree would hide the error from the next build. What is wrong
    in a file that many pages read is said ``once`` in a build.
    """
    logger.warning(message, location=location, type="press", subtype="study", once=once)
    env.note_reread()


def stars_text(stars: int) -> str:
    """Write stars so that they read well aloud too: ``★★☆ (2 of 3)``."""
    return f"{'★' * stars}{'☆' * (MOST_STARS - stars)} ({stars} of {MOST_STARS})"


class StudyDirective(SphinxDirective):
    """What tasks and parts share."""

    has_content = True

    def complain(self, message: str) -> None:
        """Report what is wrong with this directive, at its own line."""
        report(self.env, f"{self.name}: {message}", (self.env.docname, self.lineno))

    def container(self, css: str, **attributes: object) -> nodes.container:
        """Make a container that knows where in the source it stands."""
        node = nodes.container(classes=[css])
        node.attributes.update(attributes)
        self.set_source_info(node)
        return node

    def fill(self, node: nodes.Element) -> None:
        """Parse the body of the directive into ``node``."""
        self.state.nested_parse(self.content, self.content_offset, node)

    def label(self, *text: str | nodes.Node) -> nodes.paragraph:
        """Make the line at the top of a task."""
        made = [nodes.Text(piece) if isinstance(piece, str) else piece for piece in text]
        return nodes.paragraph("", "", *made, classes=["study-label"])


class PartDirective(StudyDirective):
    """An answer, a hint, a solution …: stands inside its task."""

    def run(self) -> list[nodes.Node]:
        """Make a container with the part's class; its label is set when it gets its form."""
        part = PARTS[OWNERS[self.name]][self.name]
        node = self.container(part.css, study=self.name, label=part.label)
        if not self.content:
            self.complain("is empty: write its text below")
        self.fill(node)
        return [node]


class Task(StudyDirective):
    """A directive whose body is a question and whose parts are folded."""

    def sorted_body(self) -> tuple[list[nodes.Node], list[nodes.Element]]:
        """Parse the body; give the question and the parts, each in the order of the source."""
        body = nodes.container()
        self.fill(body)
        mine = PARTS[self.name]
        question, parts = [], []
        for node in body.children:
            if isinstance(node, nodes.Element) and node.get("study") in mine:
                parts.append(node)
                continue
            question.append(node)
            if parts and not isinstance(node, nodes.comment):
                self.complain("has text after its parts: put it before the first of them")
        self.count_parts(parts)
        return question, parts

    def count_parts(self, parts: Iterable[nodes.Element]) -> None:
        """Report parts that are missing or too many; number those of which there are several."""
        by_kind: dict[str, list[nodes.Element]] = {name: [] for name in PARTS[self.name]}
        for node in parts:
            by_kind[node["study"]].append(node)
        for name, found in by_kind.items():
            part = PARTS[self.name][name]
            if len(found) < part.least:
                how = f"{part.least} are needed" if part.least > 1 else "one is needed"
                self.complain(f"has {len(found)} {{{name}}}, {how}: add :::{{{name}}} inside it")
            elif len(found) > part.most:
                self.complain(f"has {len(found)} {{{name}}}: leave one")
            if part.most > 1 and len(found) > 1:
                for number, node in enumerate(found, start=1):
                    node["number"] = number
                    node["label"] = f"{part.label} {number}"

    def know(self, item: StudyItem, node: nodes.Element) -> None:
        """Keep the task for the rest of the book, and make its id a target of links."""
        items_of(self.env).setdefault(self.env.docname, []).append(item)
        node["ids"] = [item.id]
        standard = self.env.domains.standard_domain
        if item.id in standard.anonlabels:
            return  # another page has it: reported once all pages are read
        standard.note_hyperlink_target(item.id, self.env.docname, item.id, item.title)

    def wanted(self, option: str, mend: str) -> str:
        """Give the text of an option that must be there, or report it."""
        text = str(self.options.get(option) or "").strip()
        if not text:
            self.complain(f"has no :{option}:, add {mend}")
        return text

    def id_from(self, text: str, pattern: re.Pattern[str], example: str) -> str:
        """Check an id against its pattern and against the module whose folder the page is in."""
        module = module_id(f"{self.env.docname.rpartition('/')[0]}/index")
        found = pattern.fullmatch(text)
        if not found:
            self.complain(f"cannot have the id {text!r}: write one like {example}")
        elif module and found[1] != module:
            self.complain(f"has the id {text!r} in module {module}: begin it with {module}-")
        return text


class CheckDirective(Task):
    """A prediction question with its answer."""

    def run(self) -> list[nodes.Node]:
        """Number the check within its page."""
        number = self.env.new_serialno("press-check") + 1
        title = f"Check {number}"
        node = self.container("check", study="check", title=title, ids=[f"check-{number}"])
        question, parts = self.sorted_body()
        if not question:
            self.complain("has no question: write it before the answer")
        node += self.label(title)
        node += nodes.container("", *question, classes=["question"])
        node += parts
        return [node]


class ExerciseDirective(Task):
    """An exercise: a section with goal, task, hints, solution and alternative."""

    required_arguments = 2
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, object]] = {  # type: ignore[assignment]
        "stars": directives.unchanged,
        "goal": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make a section, so that the exercise stands in the contents of its page."""
        own = self.id_from(self.arguments[0], EXERCISE_ID, "core-01-e3")
        heading, messages = self.parse_inline(self.arguments[1], lineno=self.lineno)
        number = own.rpartition("-")[2].upper()
        title = nodes.title("", "")
        title += nodes.inline("", number, classes=["exercise-number"])
        title += [nodes.Text(" "), *heading]
        section = nodes.section("", title)
        self.set_source_info(section)
        stars = self.stars()
        goal, more = self.parse_inline(self.wanted("goal", "one sentence"), lineno=self.lineno)
        node = self.container("exercise", study="exercise", title=title.astext())
        node["anchor"] = own
        node += nodes.paragraph(
            "", "", nodes.inline("", stars_text(stars), classes=["stars"]), classes=["study-label"]
        )
        label = nodes.inline("", "Goal:", classes=["goal-label"])
        node += nodes.paragraph("", "", label, nodes.Text(" "), *goal, classes=["goal"])
        question, parts = self.sorted_body()
        node += question
        node += parts
        item = StudyItem(
            "exercise", own, title.astext(), self.env.docname, self.lineno, stars=stars
        )
        self.know(item, section)
        section += [*messages, *more, node]
        return [section]

    def stars(self) -> int:
        """Read the stars: 1 to 3."""
        text = self.wanted("stars", f"1 to {MOST_STARS}")
        if text and text not in {str(number) for number in range(1, MOST_STARS + 1)}:
            self.complain(f"cannot have {text!r} stars: write 1 to {MOST_STARS}")
        return int(text) if text in {"1", "2", "3"} else 1


class InterviewDirective(Task):
    """An interview question: level, topic, what a strong and a weak answer say, a follow-up."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, object]] = {  # type: ignore[assignment]
        "level": directives.unchanged,
        "topic": directives.unchanged,
    }
    least_points, most_points = 3, 6

    def run(self) -> list[nodes.Node]:
        """Make the question, numbered within its page."""
        own = self.id_from(self.arguments[0], QUESTION_ID, "core-01-q01")
        level = self.wanted("level", f"one of {', '.join(LEVELS)}")
        if level and level not in LEVELS:
            self.complain(f"cannot have level {level!r}: write one of {', '.join(LEVELS)}")
        topic = self.wanted("topic", "a word or two")
        title = f"Question {self.env.new_serialno('press-question') + 1}"
        node = self.container("interview-question", study="interview", title=title)
        question, parts = self.sorted_body()
        if not question:
            self.complain("has no question: write it before the answers")
        node += self.label(
            title,
            " ",
            nodes.inline("", level, classes=["level"]),
            " ",
            nodes.inline("", topic, classes=["topic"]),
        )
        node += nodes.container("", *question, classes=["question"])
        node += parts
        self.count_points(parts)
        asked = " ".join(part.astext() for part in question)
        item = StudyItem("interview", own, asked, self.env.docname, self.lineno, level, topic)
        self.know(item, node)
        return [node]

    def count_points(self, parts: Iterable[nodes.Element]) -> None:
        """A strong answer is a list of points, no fewer than three and no more than six."""
        for strong in (node for node in parts if node["study"] == "strong"):
            lists = (nodes.bullet_list, nodes.enumerated_list)
            points = sum(len(node) for node in strong.children if isinstance(node, lists))
            if not self.least_points <= points <= self.most_points:
                self.complain(
                    f"has a strong answer of {points} points: write {self.least_points} to "
                    f"{self.most_points} as a list"
                )


DIRECTIVES: dict[str, type[SphinxDirective]] = {
    "check": CheckDirective,
    "exercise": ExerciseDirective,
    "interview": InterviewDirective,
    **dict.fromkeys(OWNERS, PartDirective),
}
