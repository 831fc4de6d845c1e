"""Lists to tick off: what they show, under which ids, what they refuse, what each edition gets."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from press.curriculum_facts import Vocabulary, read_page

MODULE = """\
---
module:
  id: core-01
  title: First Things
  track: core
  phase: Start
  weeks: [1, 1]
  level: Beginner
  hours: [3, 4]
  requires: []
  skills: {oop: 5}
  outcomes:
    explain lookup: draw what `a.b` looks up
    build value: write a value class
  tasks:
    ledger: Build a *ledger*
---

# First Things

```{outcomes}
```

```{toctree}
exercises
```
"""
PLAN = """\
- id: core-02
  title: Second Things
  track: core
  phase: Start
  weeks: [1, 1]
  checklist: [3, 4]
  level: Beginner
  hours: [10, 20]
  requires: [core-01]
  skills: {oop: 4}
  outcomes:
    explain more: say more
  tasks:
    write: Write it
"""
PAGE = """\
# Book

```{toctree}
core/01-first/index
```

```{weeks} core
```

```{outcomes} core
```

:::{progress}
Take a pencil.
:::

- {tick}`own` One of *mine*.
- No box.
"""
OWN = "core/01-first/index"


class Book:
    """A book in a folder of its own, built by Sphinx with the rooms that the lists need."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("conf.py", "")
        self.write("plan.yml", PLAN)
        self.write(f"{OWN}.md", MODULE)
        self.write("core/01-first/exercises.md", "# Exercises\n")
        self.write("index.md", PAGE)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, builder: str = "html") -> list[str]:
        warning = StringIO()
        settings: dict[str, Any] = {
            "extensions": ["myst_parser", "press.curriculum", "press.progress_lists"],
            "exclude_patterns": ["_build"],
            "myst_enable_extensions": ["colon_fence"],
            "press_plan": "plan.yml",
            "press_skills": {"oop": "OOP"},
            "press_tracks": {"core": "Core"},
            "suppress_warnings": ["config.cache"],
        }
        out = self.root / "_build"
        with docutils_namespace():
            Sphinx(
                self.root,
                self.root,
                out / builder,
                out / "doctrees",
                builder,
                confoverrides=settings,
                status=None,
                warning=warning,
            ).build()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
        return [line.replace(f"{self.root}/", "") for line in shown.splitlines() if line.strip()]

    def page(self, name: str = "index") -> lxml.html.HtmlElement:
        text = (self.root / f"_build/html/{name}.html").read_text(encoding="utf-8")
        return lxml.html.document_fromstring(text)


def items(element: lxml.html.HtmlElement) -> list[tuple[str, str]]:
    """Give id and text of each list item; the id is empty where there is no box."""
    found = []
    for item in element.iter("li"):
        boxes = item.xpath(".//span[@class='tick']/@data-tick")
        found.append((boxes[0] if boxes else "", " ".join(item.text_content().split())))
    return found


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def test_the_lists_follow_from_what_modules_declare(book: Book) -> None:
    assert book.build() == []
    weeks = book.page().find_class("weeks")
    assert [box.find_class("way-title")[0].text_content() for box in weeks] == [
        "Week 1, 3–4 hours",
        "Weeks 3–4, 10–20 hours",
    ]
    assert items(weeks[0]) == [
        ("core-01.read", "Read Core 01 First Things"),
        ("core-01.exercises", "Solve its exercises"),
        ("core-01.ledger", "Build a ledger"),
    ]
    assert items(weeks[1]) == [("", "Core 02 Second Things (planned)"), ("", "Write it")]
    second, first = book.page().find_class("outcomes")  # the plan's order, then the rest
    assert items(first) == [
        ("core-01.lookup", "draw what a.b looks up"),
        ("core-01.value", "write a value class"),
    ]
    assert items(second) == [("", "say more")]
    assert not second.xpath(".//a")


def test_a_module_shows_its_own_outcomes_under_the_same_ids(book: Book) -> None:
    assert book.build() == []
    (box,) = book.page(OWN).find_class("outcomes")
    assert [tick for tick, _ in items(box)] == ["core-01.lookup", "core-01.value"]
    assert box.xpath(".//ol")


def test_other_editions_print_an_empty_box_and_the_words_of_the_panel(book: Book) -> None:
    assert book.build("text") == []
    text = (book.root / "_build/text/index.txt").read_text(encoding="utf-8")
    assert "* ☐ One of *mine*." in text
    assert "* No box." in text
    assert "Take a pencil." in text


def test_a_planned_module_keeps_what_its_page_does_not_say(book: Book) -> None:
    plan = PLAN.replace("core-02", "core-01").replace("requires: [core-01]", "requires: []")
    book.write("plan.yml", plan)
    book.write(f"{OWN}.md", re.sub(r"  tasks:\n.*\n", "", MODULE))
    assert book.build() == []
    (weeks,) = book.page().find_class("weeks")
    assert ("core-01.write", "Write it") in items(weeks)
    assert "say more" not in book.page().text_content()


def test_a_page_is_read_again_when_an_outcome_changes(book: Book) -> None:
    book.build()
    book.write(f"{OWN}.md", MODULE.replace("write a value class", "write another"))
    book.build()
    assert ("core-01.value", "write another") in items(book.page())


@pytest.mark.parametrize(
    ("page", "line", "message"),
    [
        ("- {tick}`own` Mine again.\n", 20, "/index.md:17: give this item its own"),
        ("- {tick}`Not this` Mine.\n", 20, "'Not this' is no id: write small letters"),
        ("In {tick}`a` text.\n", 20, "stands elsewhere than at the start of a list item"),
        ("- Late {tick}`a` box.\n", 20, "stands elsewhere than at the start of a list item"),
        ("```{weeks} cor\n```\n", 20, "no module is of track 'cor': the tracks are core"),
        ("```{outcomes}\n```\n", 20, "a page whose module declares no outcomes"),
        (":::{progress}\n:::\n", 20, "is empty: write what a reader without"),
    ],
)
def test_what_is_wrong_is_reported_where_it_stands(
    book: Book, page: str, line: int, message: str
) -> None:
    book.write("index.md", f"{PAGE}\n{page}")
    (warning,) = [found for found in book.build() if "problematic" not in found]
    assert warning.startswith(f"index.md:{line}: ")
    assert message in warning


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("explain lookup", "Explain lookup", 13, "outcomes: 'Explain lookup' is wrong: write what"),
        ("explain lookup", "lookup", 13, "outcomes: 'lookup' is wrong"),
        ("build value", "explain lookup", 14, "outcomes: 'explain lookup' stands twice"),
        ("build value", "build lookup", 12, "the name 'lookup' is taken: give this build"),
        ("ledger:", "lookup:", 15, "the name 'lookup' is taken: give this task"),
        ("ledger:", "read:", 15, "the name 'read' stands for the module itself"),
        ("ledger: Build a *ledger*", "ledger:", 16, "tasks: 'ledger' is wrong"),
        ("tasks:\n    ledger: Build", "tasks: Build", 15, "tasks cannot be"),
        ("  tasks:", "  checklist: [4, 3]\n  tasks:", 15, "checklist cannot be [4, 3]"),
        ("  tasks:", "  taskz:", 15, "unknown key 'taskz': write 'tasks'"),
    ],
)
def test_outcomes_that_cannot_be_kept_are_refused(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in MODULE
    module, problems = read_page(MODULE.replace(old, new, 1), OWN, Vocabulary())
    assert module is None
    assert any(found.line == line and message in found.message for found in problems), problems


def test_the_text_of_an_outcome_may_change_and_its_id_stays() -> None:
    before, _ = read_page(MODULE, OWN, Vocabulary())
    after, _ = read_page(MODULE.replace("write a value class", "write one"), OWN, Vocabulary())
    assert before and after
    assert [one.id for one in before.outcomes] == [one.id for one in after.outcomes]
    assert [one.text for one in after.outcomes] == ["draw what `a.b` looks up", "write one"]
