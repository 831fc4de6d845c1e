"""Sphinx extension: quizzes, whose right answer is what the example printed when it ran.

::

    ::::{quiz} core-01-quiz-1
    :belief: class-attributes-are-defaults

    What does this print?

    (an example with its captured output)

    :::{because}
    Why it prints that.
    :::

    :::{wrong}
    (a text fence, or one paragraph)

    Why somebody may think so, and why it is not so.
    :::
    ::::

The author types the wrong answers and never the right one: it is the last captured output of the
question, taken out of the example and put among the options. A wrong answer that equals it is an
error. The options are ordered by a hash of what they say, so the order stays as it is until one of
them changes, and tells nothing.

``:belief:`` names an entry of the file ``press_beliefs`` (a list with ``id``, ``belief`` and
``section``); the answer then says which belief the question tests and where to read on. The script
``theme/web/static/quiz.js`` lets a reader of the website choose; without it, and in all other
editions, the options have letters and the answer waits like any other (:mod:`press.study_forms`).
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import yaml
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from press.curriculum_facts import Problem, composed, malformed
from press.study_directives import StudyItem, Task, report
from press.website import is_website

QUIZ_ID = re.compile(r"([a-z][a-z0-9]*-\d+[a-z]?)-quiz-\d+")
SCRIPT = "quiz.js"
_ELISION = "…"


# -- Reading ------------------------------------------------------------------


class QuizDirective(Task):
    """A question whose right answer is captured, with wrong ones to choose from."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, object]] = {  # type: ignore[assignment]
        "belief": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Make the question, numbered within its page."""
        own = self.id_from(self.arguments[0], QUIZ_ID, "core-01-quiz-1")
        title = f"Question {self.env.new_serialno('press-quiz') + 1}"
        node = self.container("quiz", study="quiz", title=title)
        question, parts = self.sorted_body()
        node += self.label(title)
        node += nodes.container("", *question, classes=["question"])
        node += parts
        node += self.belief()
        asked = " ".join(part.astext() for part in question[:1])
        self.know(StudyItem("quiz", own, asked, self.env.docname, self.lineno), node)
        return [node]

    def belief(self) -> list[nodes.Node]:
        """Say which belief the question tests and which section disproves it."""
        wanted, name = self.options.get("belief"), self.env.config.press_beliefs
        if not wanted or not name:
            return []
        path = Path(self.env.srcdir, name)
        self.env.note_dependency(str(path))
        if not path.is_file():
            said = f"quiz: press_beliefs names {name}, which is not in {path.parent.name}/: "
            conf = f"{Path(self.env.app.confdir, 'conf.py')}:1"
            report(self.env, f"{said}add the file, or empty the setting", conf, once=True)
            return []
        known, problem = _beliefs(path.read_text(encoding="utf-8"))
        if problem:
            report(self.env, problem.message, f"{path}:{problem.line}", once=True)
            return []
        if wanted not in known:
            close = difflib.get_close_matches(wanted, known, n=1)
            mend = f"did you mean {close[0]}?" if close else f"write it into {name}"
            self.complain(f"tests the belief {wanted!r}, which is not in {name}: {mend}")
            return []
        found = known[wanted]
        box = self.container("quiz-belief")
        # A belief is plain text; what looks like code in it is set as code.
        belief = re.sub(r"(__\w+__)", r"`\1`", found["belief"])
        section = found["section"]
        box += self.parse_text_to_nodes(
            f'The belief behind it: *{belief}* The section "{{ref}}`{section}`" takes it apart.'
        )
        return [box]


@lru_cache(maxsize=2)
def _beliefs(text: str) -> tuple[dict[str, dict[str, str]], Problem | None]:
    """Read the list of beliefs, once for all questions, or say what is to be mended in it."""
    try:
        loader, root = composed(text)
        if not isinstance(root, yaml.SequenceNode):
            return {}, Problem(1, "beliefs: write a list, one '- id: …' for each")
        known = {}
        for node in root.value:
            one = loader.construct_object(node, deep=True)
            lacks = {"id", "belief", "section"} - set(one if isinstance(one, dict) else ())
            if lacks:
                said = f"beliefs: this one has no {' and no '.join(sorted(lacks))}: write it"
                return {}, Problem(node.start_mark.line + 1, said)
            known[one["id"]] = one
    except yaml.YAMLError as error:
        return {}, malformed(error, "the list of beliefs", 1)
    return known, None


def quizzes(document: nodes.document) -> list[nodes.Element]:
    """Give the quizzes of a page in reading order."""
    return [node for node in document.findall(nodes.container) if node.get("study") == "quiz"]


def _parts(quiz: nodes.Element, kind: str) -> list[nodes.Element]:
    children = [child for child in quiz.children if isinstance(child, nodes.Element)]
    return [child for child in children if child.get("study") == kind]


def captured(quiz: nodes.Element) -> nodes.literal_block | None:
    """Find the last captured output of the question: the right answer."""
    found = [
        block
        for block in quiz.findall(nodes.literal_block)
        if "output" in block["classes"] and not _inside_part(block, quiz)
    ]
    return found[-1] if found else None


def _inside_part(node: nodes.Node, quiz: nodes.Element) -> bool:
    while node.parent is not None and node is not quiz:
        if isinstance(node, nodes.Element) and node.get("study") in {"because", "wrong"}:
            return True
        node = node.parent
    return False


def _said(node: nodes.Node) -> str:
    """Give what an answer says, spaces at the ends of lines and empty lines at the end aside."""
    lines = [line.rstrip() for line in node.astext().splitlines()]
    return "\n".join(lines).strip("\n")


def faults(quiz: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
    """Say what is wrong with a quiz: the place, and the fault with its mend."""
    name = quiz["ids"][0] if quiz["ids"] else "quiz"
    right = captured(quiz)
    if right is None:
        yield quiz, f"{name}: holds no example with a captured output: add one, then make outputs"
        return
    if _ELISION in right.astext():
        yield quiz, f"{name}: its output leaves lines out with {_ELISION}: choose one to show whole"
    seen = {_said(right): ""}
    for wrong in _parts(quiz, "wrong"):
        if len(wrong) < 2:
            yield wrong, f"{name}: a wrong answer needs a reason: write it below the answer"
        said = _said(wrong.children[0]) if len(wrong) else ""
        if not seen.get(said, "new"):
            yield (
                wrong,
                f"{name}: this wrong answer is what the example prints, so the answer of the quiz "
                "is not unique: change it",
            )
        elif said in seen:
            yield wrong, f"{name}: two wrong answers say the same: change one"
        seen.setdefault(said, "wrong")


def _check(app: Sphinx, document: nodes.document) -> None:
    for quiz in quizzes(document):
        for place, message in faults(quiz):
            report(app.env, f"quiz: {message}", place)


# -- Writing ------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One answer to choose: what it says, and why it is right or wrong."""

    answer: nodes.Node
    why: list[nodes.Node]
    right: bool

    def rank(self, quiz: str) -> str:
        """Give the key of the option's place, which no reader can guess."""
        return hashlib.sha256(f"{quiz}\n{_said(self.answer)}".encode()).hexdigest()


def options_of(quiz: nodes.Element, right: nodes.literal_block) -> list[Option]:
    """Collect the options in their lasting order."""
    because = _parts(quiz, "because")
    # Nothing about the captured one may look different.
    same = nodes.literal_block(right.astext(), right.astext(), language="text")
    found = [Option(same, list(because[0].children) if because else [], right=True)]
    for wrong in _parts(quiz, "wrong"):
        found.append(Option(wrong.children[0], wrong.children[1:], right=False))
    name = str(quiz["ids"][0])
    return sorted(found, key=lambda option: option.rank(name))


class QuizForms(SphinxPostTransform):
    """Make options and one answer out of a quiz's parts, before its answer gets its form."""

    default_priority = 15  # links are resolved at 10, press.study_forms comes at 20

    def run(self, **_: Any) -> None:
        """Rebuild every quiz of the page."""
        for quiz in quizzes(self.document):
            right = captured(quiz)
            if right is not None and all(len(wrong) for wrong in _parts(quiz, "wrong")):
                right.parent.remove(right)
                _rebuild(quiz, options_of(quiz, right))


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _rebuild(quiz: nodes.Element, options: list[Option]) -> None:
    name, right = quiz["ids"][0], next(n for n, option in enumerate(options) if option.right)
    choices = nodes.container(classes=["quiz-options"])
    key = nodes.container(
        study="because", label="Answer", classes=["answer", f"key-{_letter(right).lower()}"]
    )
    for number, option in enumerate(options):
        letter = _letter(number)
        choice = nodes.container(classes=["quiz-option"], ids=[f"{name}-{letter.lower()}"])
        choice += nodes.paragraph("", letter, classes=["quiz-letter"])
        choice += nodes.container("", option.answer, classes=["quiz-answer"])
        choices += choice
    for number in sorted(range(len(options)), key=lambda number: number != right):
        key += _reason(_letter(number), options[number])
    beliefs = [c for c in quiz.findall(nodes.container) if "quiz-belief" in c["classes"]]
    for node in [*_parts(quiz, "because"), *_parts(quiz, "wrong"), *beliefs]:
        node.parent.remove(node)
    key += beliefs
    quiz += [choices, key]


def _reason(letter: str, option: Option) -> nodes.container:
    """Set the letter before the reason, and the verdict for who reads them apart."""
    box = nodes.container(classes=["quiz-reason", f"for-{letter.lower()}"])
    verdict = f"{letter} is right." if option.right else f"{letter} is wrong."
    lead = nodes.strong("", verdict, classes=["quiz-verdict"])
    why = [node.deepcopy() for node in option.why if isinstance(node, nodes.Element)]
    if why and isinstance(why[0], nodes.paragraph):
        why[0].insert(0, [lead, nodes.Text(" ")])
    else:
        why.insert(0, nodes.paragraph("", "", lead))
    box += why
    return box


def _bring_script(
    app: Sphinx, _page: str, _template: str, _context: dict[str, Any], doctree: Any
) -> None:
    """Load the script on pages with a quiz, and on no other."""
    if not is_website(app):
        return
    if isinstance(doctree, nodes.document) and quizzes(doctree):
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive, its form and its checks."""
    app.add_config_value("press_beliefs", "", "env", str)
    app.add_directive("quiz", QuizDirective)
    app.add_post_transform(QuizForms)
    app.connect("doctree-read", _check)
    app.connect("html-page-context", _bring_script)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
