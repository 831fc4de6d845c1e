"""The facts of modules: what is refused, with which line and mend, and what readers see."""

from __future__ import annotations

import pickle
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from press.curriculum_facts import Vocabulary, module_id, read_page

GOOD = """\
---
module:
  id: core-01
  title: First Things
  track: core
  phase: Foundation
  weeks: [1, 2]
  level: Beginner–Intermediate
  hours: [8, 10]
  requires: []
  skills: {oop: 5, testing: 0}
---

# First Things

Text.
"""
OWN = "core/01-first-things/index"
WORDS = Vocabulary(tracks={"core": "Core"}, skills={"oop": "OOP", "testing": "Testing"})


def other_module(number: str, *requires: str) -> str:
    text = GOOD.replace("core-01", f"core-{number}").replace("First Things", f"Module {number}")
    return text.replace("requires: []", f"requires: [{', '.join(requires)}]")


class Book:
    """A book in a folder of its own, built by Sphinx with the curriculum room alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "conf.py").write_text("")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", parallel: int = 1, **settings: Any) -> list[str]:
        """Build once; give the warnings with paths relative to the book."""
        pages = sorted(path.relative_to(self.root) for path in self.root.glob("*/*/*.md"))
        listed = "\n".join(page.with_suffix("").as_posix() for page in pages)
        if not (self.root / "index.md").exists() or listed:
            self.write("index.md", f"# Book\n\n```{{toctree}}\n{listed}\n```\n")
        warning = StringIO()
        settings = {"extensions": ["myst_parser", "press.curriculum"], **settings}
        out = self.root / "_build"
        with docutils_namespace():
            self.app = Sphinx(
                self.root,
                self.root,
                out / builder,
                out / "doctrees",
                builder,
                confoverrides={"exclude_patterns": ["_build"], **settings},
                status=None,
                warning=warning,
                parallel=parallel,
            )
            self.app.build()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
        lines = [line for line in shown.splitlines() if "[press." in line]
        return [line.replace(f"{self.root}/", "").replace("WARNING: ", "") for line in lines]

    def page(self, docname: str, builder: str = "html") -> str:
        return (self.root / "_build" / builder / f"{docname}.html").read_text(encoding="utf-8")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def problems(text: str, docname: str = OWN) -> list[tuple[int, str]]:
    return [(found.line, found.message) for found in read_page(text, docname, WORDS)[1]]


def test_facts_of_a_good_module_are_read_with_their_lines() -> None:
    module, found = read_page(GOOD, OWN, WORDS)
    assert not found
    assert module is not None
    assert (module.label, module.number, module.weeks) == ("Core 01", "01", (1, 2))
    assert module.lines["requires"] == 10
    assert module.facts == [
        ("Track", "Core"),
        ("Level", "Beginner–Intermediate"),
        ("Time", "8–10 hours"),
        ("Weeks", "1–2"),
    ]
    assert pickle.loads(pickle.dumps(module)) == module


@pytest.mark.parametrize(
    ("docname", "wanted"),
    [
        (OWN, "core-01"),
        ("ai/07a-fastapi/index", "ai-07a"),
        ("core/01-first/chapter", None),
        ("core/first/index", None),
        ("index", None),
    ],
)
def test_the_folder_says_which_id_a_module_has(docname: str, wanted: str | None) -> None:
    assert module_id(docname) == wanted


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("  phase: ", "  fase: ", 6, "unknown key 'fase': write 'phase'"),
        ("  phase: ", "  xyz: ", 6, "unknown key 'xyz': the keys are id, title,"),
        ("  phase: Foundation\n", "", 2, "phase is missing: add a few words"),
        ("phase: Foundation", "phase: ''", 6, "phase cannot be '': write a few words"),
        ("phase: Foundation", "phase: 3", 6, "phase cannot be 3"),
        ("weeks: [1, 2]", "weeks: 1-2", 7, "weeks cannot be '1-2': write first and last week"),
        ("weeks: [1, 2]", "weeks: [2, 1]", 7, "weeks cannot be [2, 1]"),
        ("weeks: [1, 2]", "weeks: [true, 2]", 7, "weeks cannot be [True, 2]"),
        ("hours: [8, 10]", "hours: [8]", 9, "hours cannot be [8]: write least and most hours"),
        ("hours: [8, 10]", "hours: [0, 10]", 9, "hours cannot be [0, 10]"),
        ("level: Beginner–Int", "level: Guru–Int", 8, "level 'Guru–Intermediate': write one of"),
        ("Beginner–Intermediate", "Expert–Beginner", 8, "or a rising range"),
        ("requires: []", "requires: core-02", 10, "requires cannot be 'core-02'"),
        ("requires: []", "requires: [Core 2]", 10, "requires cannot be ['Core 2']"),
        ("{oop: 5", "{oop: 6", 11, "skills cannot be {'oop': 6, 'testing': 0}: write stars"),
        ("{oop: 5", "{oops: 5", 11, "unknown skill 'oops': the skills are 'oop', 'testing'"),
        ("{oop: 5, testing: 0}", "{oop: 5}", 11, "skill 'testing' is missing"),
        ("id: core-01", "id: core-02", 3, "id 'core-02' is not that of its folder: 'core-01'"),
        ("id: core-01", "id: Core1", 3, "id cannot be 'Core1': write the track and the number"),
        ("track: core", "track: ai", 5, "track 'ai' is not the one in the id 'core-01'"),
        ("track: core", "track: ai", 5, "track 'ai' is not one of 'core'"),
        ("  phase:", "  title: Twice\n  phase:", 6, "title stands twice: remove one"),
    ],
)
def test_a_wrong_fact_is_refused_at_its_line_with_the_mend(
    old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new))
    assert any(at == line and message in text for at, text in found), found
    assert read_page(GOOD.replace(old, new), OWN, WORDS)[0] is None


def test_facts_in_a_page_that_is_no_module_are_refused() -> None:
    ((line, message),) = problems(GOOD, "core/01-first-things/chapter")
    assert line == 3
    assert "only in <track>/<number>-<slug>/index: move them there" in message


def test_facts_that_are_no_mapping_are_refused() -> None:
    assert problems("---\nmodule: core-01\n---\n")[0] == (
        2,
        "module: write the keys id, title, track, phase, weeks, level, hours, requires, skills, "
        "program, needs, outcomes, tasks, checklist, draft below it",
    )


@pytest.mark.parametrize(
    "text",
    ["# Plain\n", "---\n", "---\n- a\n---\n", "---\norphan: true\n---\n"],
)
def test_pages_without_module_facts_are_left_alone(text: str) -> None:
    assert read_page(text, OWN, WORDS) == (None, [])


def test_a_book_without_settings_allows_any_track_and_skill(book: Book) -> None:
    book.write(f"{OWN}.md", GOOD)
    assert not book.build()
    assert book.app.env.press_modules[OWN].track_title == "Core"


def test_number_and_facts_stand_at_the_top_of_the_module_in_every_edition(book: Book) -> None:
    book.write(f"{OWN}.md", GOOD)
    assert not book.build()
    html = book.page(OWN)
    assert '<h1><span class="module-number">Core 01</span> First Things' in html
    assert '<span class="fact-name">Time</span> <span class="fact-value">8–10 hours</span>' in html
    assert '<span class="module-number">Core 01</span> First Things</a>' in book.page("index")
    tree = book.app.env.get_doctree(OWN)
    assert isinstance(tree[0][1], nodes.bullet_list)  # no node of its own: every writer knows it
    assert not book.build("text")
    text = (book.root / "_build/text" / f"{OWN}.txt").read_text(encoding="utf-8")
    assert text.startswith("Core 01 First Things\n")
    assert "* Level Beginner–Intermediate" in text


def test_templates_get_the_module_of_the_folder_a_page_is_in(book: Book) -> None:
    book.write(f"{OWN}.md", GOOD)
    book.write("core/01-first-things/chapter.md", "# Chapter\n")
    book.write("_templates/page.html", "<p>{{ module and module.label }}/{{ modules|length }}</p>")
    assert not book.build(templates_path=["_templates"])
    assert book.page("core/01-first-things/chapter") == "<p>Core 01/1</p>"
    assert book.page("index") == "<p>None/1</p>"


def test_a_wrong_fact_is_reported_by_every_build_until_it_is_mended(book: Book) -> None:
    book.write(f"{OWN}.md", GOOD.replace("hours: [8, 10]", "hours: ten"))
    first = book.build()
    assert first[0].startswith(f"{OWN}.md:9: module: hours cannot be 'ten': write least")
    assert book.build() == first
    book.write(f"{OWN}.md", GOOD)
    assert not book.build()


def test_a_title_that_differs_from_the_heading_is_refused(book: Book) -> None:
    book.write(f"{OWN}.md", GOOD.replace("# First Things", "# First Thoughts"))
    (found,) = book.build()
    assert found.startswith(f"{OWN}.md:4: module: title 'First Things' differs from the heading")


def test_a_program_without_a_folder_is_refused(book: Book) -> None:
    book.write(f"{OWN}.md", GOOD.replace("  skills", "  program: ledger\n  skills"))
    (found,) = book.build()
    assert found.startswith(f"{OWN}.md:11: module: there is no folder code/core/ledger: correct")
    (book.root / "code/core/ledger").mkdir(parents=True)
    assert not book.build()
    assert "<code" in book.page(OWN)


@pytest.mark.parametrize("parallel", [1, 2])
def test_prerequisites_must_exist_and_run_in_no_circle(book: Book, parallel: int) -> None:
    book.write("core/01-a/index.md", other_module("01", "core-03"))
    book.write("core/02-b/index.md", other_module("02", "core-01", "core-09"))
    book.write("core/03-c/index.md", other_module("03", "core-02"))
    for number in range(8):  # enough pages for Sphinx to read them in two processes
        book.write(f"core/02-b/page{number}.md", f"# Page {number}\n")
    for _ in range(2):
        found = book.build(parallel=parallel)
        assert len(found) == 2
        assert found[0].startswith("core/02-b/index.md:10: module: requires 'core-09', which is ")
        assert "prerequisites run in a circle, core-01 → core-03 → core-02 → core-01" in found[1]
        assert found[1].startswith("core/02-b/index.md:10: ")


def test_a_planned_module_may_be_required_and_a_folder_not_read_too(book: Book) -> None:
    plan = GOOD.partition("module:\n")[2].partition("---")[0].replace("core-01", "core-09")
    entry = f"- {plan.strip()}"
    book.write("plan.yml", entry + "\n")
    book.write(f"{OWN}.md", other_module("01", "core-09", "core-02"))
    book.write("core/02-unread/index.md", "# Left out\n")
    assert not book.build(press_plan="plan.yml")
    assert [module.id for module in book.app.env.press_planned] == ["core-09"]
    book.write("plan.yml", entry.replace("[8, 10]", "none") + "\n")
    found = book.build(press_plan="plan.yml")
    assert found[0].startswith("plan.yml:7: module: hours cannot be 'none'")


def test_an_id_that_two_modules_have_is_refused(book: Book) -> None:
    book.write("core/01-a/index.md", GOOD)
    book.write("core/01-b/index.md", GOOD)
    found = book.build()
    assert found == [
        "core/01-b/index.md:3: module: id 'core-01' is taken by core/01-a/index.md:3: give this "
        "one its own [press.curriculum]"
    ]


def test_a_removed_module_is_forgotten(book: Book) -> None:
    book.write("core/01-a/index.md", GOOD)
    book.write("core/02-b/index.md", other_module("02"))
    assert not book.build()
    (book.root / "core/01-a/index.md").unlink()
    assert not book.build()
    assert list(book.app.env.press_modules) == ["core/02-b/index"]


def test_the_first_page_of_a_module_must_state_its_facts(book: Book) -> None:
    book.write("core/02-later/index.md", "# Later\n")
    book.write("notes/02-later/index.md", "# No track, no module\n")
    for _ in range(2):
        assert book.build(press_tracks={"core": "Core"}) == [
            "core/02-later/index.md:1: module: the first page of a module states no facts:"
            " add `module:` [press.curriculum]"
        ]


def test_facts_that_are_not_yaml_are_refused_with_the_line_that_breaks() -> None:
    module, problems = read_page(GOOD.replace("hours: [8, 10]", "hours: [8, 10"), OWN, WORDS)
    assert module is None
    assert [problem.line for problem in problems] == [10]
    assert problems[0].message.startswith("the front matter is not YAML: expected ',' or ']'")


def test_a_plan_that_is_not_there_is_named(book: Book) -> None:
    book.write("core/01-first-things/index.md", GOOD)
    (warning,) = book.build(press_plan="plan.yml")
    assert warning.startswith("conf.py:1: module: press_plan names plan.yml, which is not in ")
