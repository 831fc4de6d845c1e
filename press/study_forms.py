"""The form of study tasks in each edition: folds on the web, an appendix on paper.

Works on the resolved copy of a doctree, so that what was read is the same for all editions:

- website: each part becomes a native ``<details>``, which needs no script and no mouse;
- decks: parts become fragments, shown on the next key;
- everything else (PDF, EPUB): parts move into a section "Answers and solutions" at the end of their
  page, linked both ways. Hints stand apart from solutions there, so that looking up the one does
  not give away the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from press.study_directives import PARTS

FOLDING_BUILDERS = ("html", "dirhtml", "singlehtml")
DECK_BUILDERS = ("revealjs", "dirrevealjs")
APPENDIX_TITLE = "Answers and solutions"


class fold(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """A part that opens on demand; ``summary`` is the text that stays visible."""


def visit_fold(self: HTML5Translator, node: fold) -> None:
    """Open ``<details>``; the body has an element of its own to be styled."""
    self.body.append(self.starttag(node, "details", CLASS="fold"))
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>\n")
    self.body.append('<div class="fold-body">\n')


def depart_fold(self: HTML5Translator, _: fold) -> None:
    """Close what was opened."""
    self.body.append("</div>\n</details>\n")


def tasks_of(document: nodes.document) -> list[nodes.Element]:
    """Give the tasks of a page in reading order."""
    return [node for node in document.findall(nodes.container) if node.get("study") in PARTS]


def parts_of(task: nodes.Element) -> list[nodes.Element]:
    """Give the parts of a task in the order of the source."""
    kinds = PARTS[task["study"]]
    children = [child for child in task.children if isinstance(child, nodes.Element)]
    return [child for child in children if child.get("study") in kinds]


def anchor_of(task: nodes.Element) -> str:
    """Give the id that links lead to: the task's own, or that of the section around it."""
    return str(task.get("anchor") or task["ids"][0])


class StudyForms(SphinxPostTransform):
    """Give every task of a page the form of the edition that is being written."""

    default_priority = 20

    def run(self, **_: Any) -> None:
        """Choose by the builder's name."""
        tasks = tasks_of(self.document)
        builder = self.env._app.builder.name
        if builder in FOLDING_BUILDERS:
            fold_parts(tasks)
        elif builder in DECK_BUILDERS:
            step_parts(tasks)
        elif tasks:
            move_parts(self.document, tasks)


def fold_parts(tasks: Iterable[nodes.Element]) -> None:
    """Replace each part by a fold with the same class, and an id to link to."""
    for task in tasks:
        for part in parts_of(task):
            made = fold("", *part.children, classes=part["classes"], summary=part["label"])
            made["ids"] = [f"{anchor_of(task)}-{_slug(part)}"]
            part.replace_self(made)


def step_parts(tasks: Iterable[nodes.Element]) -> None:
    """Show each part of a deck on the next key."""
    for task in tasks:
        for part in parts_of(task):
            part["classes"].append("fragment")
            part.insert(0, _label(part["label"]))


def _slug(part: nodes.Element) -> str:
    return f"{part['study']}-{part['number']}" if "number" in part else str(part["study"])


def _label(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, classes=["study-label"])


# -- The appendix -------------------------------------------------------------

_GROUPS = ("First hints", "Second hints", "Further hints", "Answers", "Solutions")


@dataclass
class _Entry:
    """What one task contributes to one group of the appendix."""

    task: nodes.Element
    id: str
    link: str
    parts: list[nodes.Element] = field(default_factory=list)


def _group(part: nodes.Element) -> tuple[str, str, str]:
    """Tell the group's heading, the ending of the entry's id, and the text of the link to it."""
    match part["study"]:
        case "hint":
            number = part.get("number", 1)
            heading = _GROUPS[min(number, 3) - 1]
            return heading, _slug(part), part["label"]
        case "solution" | "alternative":
            return "Solutions", "solution", "Solution"
        case _:
            return "Answers", "answer", "Answer"


def move_parts(document: nodes.document, tasks: Iterable[nodes.Element]) -> None:
    """Take the parts out of their tasks and set them at the end of the page."""
    groups: dict[str, list[_Entry]] = {name: [] for name in _GROUPS}
    for task in tasks:
        entries: dict[str, _Entry] = {}
        for part in parts_of(task):
            heading, ending, link = _group(part)
            if ending not in entries:
                entries[ending] = _Entry(task, f"{anchor_of(task)}-{ending}", link)
                groups[heading].append(entries[ending])
            entries[ending].parts.append(part)
            task.remove(part)
        task.append(_links(entries.values()))
    filled = {name: entries for name, entries in groups.items() if entries}
    if filled:
        _last_section(document).append(_appendix(document, filled))


def _links(entries: Iterable[_Entry]) -> nodes.paragraph:
    """Make the line under a task that leads to its parts."""
    line = nodes.paragraph(classes=["answer-links"])
    for entry in entries:
        if len(line):
            line += nodes.Text(" · ")
        line += nodes.reference("", entry.link, internal=True, refid=entry.id)
    return line


def _appendix(document: nodes.document, groups: dict[str, list[_Entry]]) -> nodes.section:
    taken = {name for node in document.findall(nodes.Element) for name in node["ids"]}
    section = _section(APPENDIX_TITLE, taken)
    section["classes"].append("answers")
    for heading, entries in groups.items():
        place = section
        if len(groups) > 1:
            place = _section(heading, taken)
            section += place
        place += [_entry(entry) for entry in entries]
    return section


def _section(title: str, taken: set[str]) -> nodes.section:
    base = name = nodes.make_id(title)
    number = 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name)
    return nodes.section("", nodes.title("", title), ids=[name])


def _entry(entry: _Entry) -> nodes.container:
    """Set the parts below a line that leads back to their task."""
    back = nodes.reference(
        "", entry.task["title"], internal=True, refid=anchor_of(entry.task), classes=["answer-back"]
    )
    made = nodes.container(classes=["answer-entry"], ids=[entry.id])
    made += nodes.paragraph("", "", back, classes=["answer-entry-title"])
    for part in entry.parts:
        if len(entry.parts) > 1:
            part.insert(0, _label(part["label"]))
        made += part
    return made


def _last_section(document: nodes.document) -> nodes.Element:
    """Find where a page ends: its last top section, so that footnotes stay behind it."""
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    return cast(nodes.Element, sections[-1] if sections else document)


def setup_forms(app: Sphinx) -> None:
    """Register the fold and the step that gives tasks their form."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_post_transform(StudyForms)
