"""The ways through the modules: what they show, what they refuse, when they are read again."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from press.curriculum_facts import Vocabulary
from press.curriculum_plan import all_modules

PLAN = """\
- id: core-01
  title: Stale Title
  track: core
  phase: Start
  weeks: [1, 1]
  level: Beginner
  hours: [1, 2]
  requires: []
  skills: {oop: 1}
- id: core-02
  title: Second Things
  track: core
  phase: Start
  weeks: [1, 1]
  level: Beginner
  hours: [10, 20]
  requires: [core-01]
  skills: {oop: 4}
  needs:
  - stand on my own
- id: ai-01
  title: Far Things
  track: ai
  phase: Later
  weeks: []
  level: Expert
  hours: [100, 200]
  requires: [core-02]
  skills: {oop: 0}
"""
FIRST = """\
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
  needs:
  - begin
---

# First Things
"""
PAGE = """\
# Book

```{toctree}
core/01-first/index
```

```{roadmap} core
```

```{skills}
```

```{needs}
```

::::{path} The long way
:modules: core-01 core-02
:weeks: 6–8

For *you*.
::::
"""


class Book:
    """A book in a folder of its own, built by Sphinx with the two rooms of the curriculum."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("conf.py", "")
        self.write("plan.yml", PLAN)
        self.write("core/01-first/index.md", FIRST)
        self.write("index.md", PAGE)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, *extensions: str) -> list[str]:
        """Build once; give the warnings with paths relative to the book."""
        warning = StringIO()
        out = self.root / "_build"
        settings: dict[str, Any] = {
            "extensions": ["myst_parser", "press.curriculum", "press.roadmap", *extensions],
            "exclude_patterns": ["_build"],
            "myst_enable_extensions": ["colon_fence"],
            "press_plan": "plan.yml",
            "press_skills": {"oop": "OOP"},
            "press_tracks": {"core": "Core", "ai": "AI"},
            "suppress_warnings": ["config.cache"],
        }
        with docutils_namespace():
            app = Sphinx(
                self.root,
                self.root,
                out / "html",
                out / "doctrees",
                "html",
                confoverrides=settings,
                status=None,
                warning=warning,
            )
            app.build()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
        return [line.replace(f"{self.root}/", "") for line in shown.splitlines() if line.strip()]

    def page(self) -> lxml.html.HtmlElement:
        text = (self.root / "_build/html/index.html").read_text(encoding="utf-8")
        return lxml.html.document_fromstring(text)

    def rows(self, css: str) -> list[list[str]]:
        (box,) = self.page().find_class(css)
        return [
            [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")]
            for row in box.iter("tr")
        ]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def test_tables_hold_written_and_planned_modules(book: Book) -> None:
    assert book.build() == []
    assert book.rows("roadmap") == [
        ["Phase", "Module", "Level", "Hours", "First"],
        ["Start, week 1", "Core 01 First Things", "Beginner", "3–4", "–"],
        ["", "Core 02 Second Things (planned)", "Beginner", "10–20", "Core 01"],
    ]
    assert book.rows("skills") == [
        ["Module", "OOP"],
        ["Core 01 First Things", "5 ★★★★★"],
        ["Core 02 Second Things (planned)", "4 ★★★★"],
        ["AI 01 Far Things (planned)", "0"],
    ]
    assert book.rows("needs") == [
        ["I need …", "Go to"],
        ["begin", "Core 01 First Things"],
        ["stand on my own", "Core 02 Second Things (planned)"],
    ]
    links = {link.get("href") for box in book.page().find_class("way") for link in box.iter("a")}
    assert links == {"core/01-first/index.html"}


def test_a_path_adds_up_its_hours(book: Book) -> None:
    assert book.build() == []
    (path,) = book.page().find_class("path")
    text = " ".join(path.text_content().split())
    assert text.startswith("The long way, 13–24 hours, 6–8 weeks For you. Core 01 First Things")


def test_a_page_is_read_again_when_a_module_changes(book: Book) -> None:
    book.build()
    book.write("core/01-first/index.md", FIRST.replace("hours: [3, 4]", "hours: [5, 6]"))
    book.build()
    assert book.rows("roadmap")[1][3] == "5–6"
    book.write("plan.yml", PLAN.replace("Second Things", "Other Things"))
    book.build()
    assert "Other Things" in book.rows("roadmap")[2][1]


def test_a_draft_is_shown_as_planned(tmp_path: Path, book: Book) -> None:
    book.write("core/01-first/index.md", FIRST.replace("needs:", "draft: true\n  needs:"))
    titles = [module.title for module in all_modules(tmp_path, "plan.yml", Vocabulary())]
    assert titles == ["Stale Title", "Second Things", "Far Things"]


def test_prerequisites_are_drawn_with_a_text_that_says_the_same(book: Book) -> None:
    drawn = "```{prerequisites} core\n:caption: One waits for the other.\n```\n"
    book.write("index.md", PAGE + drawn)
    assert book.build("sphinxcontrib.mermaid") == []
    text = (book.root / "_build/html/index.html").read_text(encoding="utf-8")
    assert "n0 --&gt; n1" in text
    assert "One waits for the other." in text


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "{roadmap} core",
            "{roadmap} cor",
            7,
            "no module is of track 'cor': the tracks are ai, core",
        ),
        ("core-01 core-02", "core-01 core-09", 16, "'core-09' is neither written nor planned"),
        (":modules: core-01 core-02\n", "", 16, "names no module: add ':modules: core-01"),
    ],
)
def test_what_is_wrong_is_reported_where_it_stands(
    book: Book, old: str, new: str, line: int, message: str
) -> None:
    book.write("index.md", PAGE.replace(old, new))
    (warning,) = book.build()
    assert warning.startswith(f"index.md:{line}: WARNING: ")
    assert message in warning
