"""Checks, exercises and interview questions: their form in each edition, and what is refused."""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from lxml import etree
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

CHECK = """\
::::{check}
What does `entry in seen` give?

:::{answer}
`False`: it is filed under its *old* hash.
:::
::::
"""
EXERCISE = """\
::::{exercise} core-01-e3 Ranges of `days`
:stars: 2
:goal: Days that know *their* end.

Make them.

:::{hint}
The first.
:::

:::{hint}
The second.
:::

:::{solution}
Solved.
:::

:::{alternative}
Solved otherwise.
:::
::::
"""
QUESTION = """\
::::{interview} core-01-q01
:level: L4
:topic: equality

Why did my object vanish?

:::{strong}
- Its hash changed.
- The set looks in the wrong place.
- Freeze it.
:::

:::{weak}
A bug in sets. It fails because sets are fine.
:::

:::{follow-up}
How to allow changes? By a key that does not change.
:::
::::
"""
PAGE = "core/01-first/page"


class Book:
    """A book of one page, built by Sphinx with the study room alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("conf.py", "")
        self.write("index.md", "# Book\n\n```{toctree}\n:glob:\ncore/*/*\n```\n")
        folder = "code/exercises/core-01/e3-days"
        for name in ("starter/a", "tests/test_a", "hidden/test_b", "solution/a"):
            self.write(f"{folder}/{name}.py", "")
        for name in ("wrong/one/a", "wrong/two/a"):
            self.write(f"{folder}/{name}.py", "")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", parallel: int = 1, **settings: Any) -> list[str]:
        """Build once; give the warnings with paths relative to the book."""
        warning = StringIO()
        always = {
            "extensions": ["myst_parser", "press.study"],
            "myst_enable_extensions": ["colon_fence"],
            "exclude_patterns": ["_build", "code"],
            "copyright": "2026",
            "version": "1",
        }
        if builder == "revealjs":
            always["extensions"] = ["myst_parser", "sphinx_revealjs", "press.study"]
        out = self.root / "_build"
        with docutils_namespace():
            self.app = Sphinx(
                self.root,
                self.root,
                out / builder,
                out / f"doctrees-{len(always['extensions'])}",
                builder,
                confoverrides={**always, **settings},
                status=None,
                warning=warning,
                parallel=parallel,
            )
            self.app.build()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
        lines = [line for line in shown.splitlines() if "WARNING" in line or "ERROR" in line]
        return [line.replace(f"{self.root}/", "").replace("WARNING: ", "") for line in lines]

    def page(self, builder: str = "html", docname: str = PAGE) -> etree._Element:
        """Parse a page that was built; an EPUB page must be well-formed XML."""
        suffix = "xhtml" if builder == "epub" else "html"
        path = self.root / "_build" / builder / f"{docname}.{suffix}"
        if suffix == "xhtml":
            text = path.read_bytes().replace(b' xmlns="http://www.w3.org/1999/xhtml"', b"")
            return etree.fromstring(text)
        return etree.fromstring(path.read_bytes(), etree.HTMLParser())


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def texts(page: etree._Element, path: str) -> list[str]:
    return [re.sub(r"[\s¶]+", " ", "".join(found.itertext())).strip() for found in page.xpath(path)]


def by_class(*names: str) -> str:
    return "".join(f"//*[contains(concat(' ',@class,' '),' {name} ')]" for name in names)


def write_all(book: Book) -> None:
    book.write(f"{PAGE}.md", f"# Page\n\n{CHECK}\n{EXERCISE}\n## More\n\n{QUESTION}\n{CHECK}")


# -- The form of each edition -------------------------------------------------


def test_the_website_folds_each_part_in_an_element_that_needs_no_script(book: Book) -> None:
    write_all(book)
    assert not book.build()
    page = book.page()
    assert texts(page, "//details/summary") == [
        "Answer",
        "Hint 1",
        "Hint 2",
        "Solution",
        "Alternative",
        "Strong answer",
        "Weak answer, and why it fails",
        "Follow-up",
        "Answer",
    ]
    folded = texts(page, f"{by_class('check')}/details[not(@open)]")
    assert folded[0] == "Answer False: it is filed under its old hash."
    assert page.xpath("//details[@id='core-01-e3-solution'][contains(@class,'solution')]")


def test_every_task_shows_what_it_is(book: Book) -> None:
    write_all(book)
    book.build()
    page = book.page()
    assert texts(page, by_class("check", "study-label")) == ["Check 1", "Check 2"]
    assert texts(page, by_class("stars")) == ["★★☆ (2 of 3)"]
    assert texts(page, by_class("goal")) == ["Goal: Days that know their end."]
    assert texts(page, "//section[@id='core-01-e3']/h2") == ["E3 Ranges of days"]
    assert texts(page, by_class("interview-question", "study-label")) == ["Question 1 L4 equality"]


def test_the_page_tells_where_the_files_of_an_exercise_are(book: Book) -> None:
    write_all(book)
    book.build()
    assert texts(book.page(), by_class("exercise", "exercise-files")) == [
        "Files: code/exercises/core-01/e3-days/",
        "To work on it: make exercise N=core-01-e3",
    ]


@pytest.mark.parametrize("builder", ["epub", "xml"])
def test_elsewhere_parts_wait_at_the_end_of_the_page_hints_apart_from_solutions(
    book: Book, builder: str
) -> None:
    write_all(book)
    assert not book.build(builder)
    if builder == "xml":
        tree = etree.parse(book.root / f"_build/xml/{PAGE}.xml")
        assert tree.xpath("count(//container[@classes='answer-entry'])") == 6.0
        return
    page = book.page("epub")
    assert texts(page, "//section[@id='answers-and-solutions']//*[self::h2 or self::h3]") == [
        "Answers and solutions",
        "First hints",
        "Second hints",
        "Answers",
        "Solutions",
    ]
    order = "".join(texts(page, "//section[@id='page']"))
    places = [order.index(text) for text in ("The first.", "The second.", "old hash", "Solved.")]
    assert places == sorted(places)
    assert order.index("Answers and solutions") < places[0]


def test_tasks_and_their_parts_are_linked_both_ways_in_an_epub(book: Book) -> None:
    write_all(book)
    book.build("epub")
    page = book.page("epub")
    links = [link.get("href") for link in page.xpath(f"{by_class('answer-links')}/a")]
    assert links == [
        "#check-1-answer",
        "#core-01-e3-hint-1",
        "#core-01-e3-hint-2",
        "#core-01-e3-solution",
        "#core-01-q01-answer",
        "#check-2-answer",
    ]
    for target in links:
        (entry,) = page.xpath(f"//*[@id='{target[1:]}']")
        (back,) = entry.xpath(".//a[contains(@class,'answer-back')]/@href")
        assert target.startswith(back)
        assert len(page.xpath(f"//*[@id='{back[1:]}']")) == 1


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_no_id_stands_twice_even_beside_a_heading_of_the_same_name(
    book: Book, builder: str
) -> None:
    book.write(f"{PAGE}.md", f"# Page\n\n{CHECK}\n## Answers and solutions\n\n{CHECK}\n{EXERCISE}")
    assert not book.build(builder)
    found = Counter(book.page(builder).xpath("//@id"))
    assert {name for name, times in found.items() if times > 1} == set()


def test_footnotes_stay_behind_the_answers(book: Book) -> None:
    text = CHECK.replace("*old* hash.", "*old* hash.[^a]")
    book.write(f"{PAGE}.md", f"# Page\n\n{text}\n[^a]: A note.\n")
    assert not book.build("epub")
    (body,) = texts(book.page("epub"), "//body")
    assert body.index("Answers and solutions") < body.index("A note.")


def test_a_deck_shows_the_answer_on_the_next_key(book: Book) -> None:
    book.write(f"{PAGE}.md", f"# Deck\n\n## Slide\n\n{CHECK}")
    book.build("revealjs")
    assert texts(book.page("revealjs"), by_class("answer", "study-label")) == ["Answer"]
    assert len(book.page("revealjs").xpath(by_class("fragment"))) == 1


def test_editions_share_what_was_read(book: Book) -> None:
    write_all(book)
    book.build("html")
    tree = book.app.env.get_doctree(PAGE)
    kinds = Counter(node["study"] for node in tree.findall(nodes.container) if "study" in node)
    assert kinds == {
        "check": 2,
        "answer": 2,
        "exercise": 1,
        "hint": 2,
        "solution": 1,
        "alternative": 1,
        "interview": 1,
        "strong": 1,
        "weak": 1,
        "follow-up": 1,
    }
    path = book.root / f"_build/doctrees-2/{PAGE}.doctree"
    read = path.stat().st_mtime_ns
    book.build("epub")
    assert path.stat().st_mtime_ns == read


def test_exercises_and_questions_can_be_linked_by_their_id(book: Book) -> None:
    write_all(book)
    book.write("core/01-first/other.md", "# Other\n\n[](#core-01-e3) {ref}`core-01-q01`\n")
    assert not book.build()
    page = book.page(docname="core/01-first/other")
    assert page.xpath("//p/a/@href") == ["page.html#core-01-e3", "page.html#core-01-q01"]
    assert texts(page, "//p/a") == ["E3 Ranges of days", "Why did my object vanish?"]


def test_an_exercise_stands_in_the_contents_of_its_page(book: Book) -> None:
    write_all(book)
    book.build()
    assert "E3 Ranges of days" in book.app.env.tocs[PAGE].astext()


def test_a_hint_outside_an_exercise_is_the_usual_box(book: Book) -> None:
    book.write(f"{PAGE}.md", "# Page\n\n:::{hint}\nLook left.\n:::\n")
    assert not book.build()
    assert texts(book.page(), by_class("admonition")) == ["Hint Look left."]


# -- What is refused ----------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "old", "new", "message"),
    [
        (CHECK, ":::{answer}\n", ":::{note}\n", "check: has 0 {answer}, one is needed: add :::"),
        (CHECK, "What does `entry in seen` give?\n", "", "check: has no question: write it"),
        (CHECK, ":::\n::::", ":::\n\nMore.\n::::", "check: has text after its parts: put it"),
        (CHECK, "`False`: it is filed under its *old* hash.\n", "", "answer: is empty: write"),
        (EXERCISE, ":stars: 2\n", "", "exercise: has no :stars:, add 1 to 3"),
        (EXERCISE, ":stars: 2", ":stars: 4", "exercise: cannot have '4' stars: write 1 to 3"),
        (EXERCISE, ":stars: 2", ":stars: many", "exercise: cannot have 'many' stars"),
        (EXERCISE, ":goal: Days that know *their* end.", "", "exercise: has no :goal:, add one"),
        (EXERCISE, ":::{hint}\nThe second.\n:::\n", "", "exercise: has 1 {hint}, 2 are needed"),
        (EXERCISE, "{solution}", "{note}", "exercise: has 0 {solution}, one is needed"),
        (EXERCISE, "{alternative}", "{note}", "exercise: has 0 {alternative}, one is needed"),
        (EXERCISE, "{alternative}", "{solution}", "exercise: has 2 {solution}: leave one"),
        (EXERCISE, "core-01-e3", "e3", "exercise: cannot have the id 'e3': write one like"),
        (EXERCISE, "core-01-e3", "core-02-e3", "in module core-01: begin it with core-01-"),
        (EXERCISE, "core-01-e3", "core-01-e4", "core-01-e4 has no files: make code/exercises/"),
        (QUESTION, ":level: L4\n", "", "interview: has no :level:, add one of L3, L4, L5, L6"),
        (QUESTION, "L4", "L7", "interview: cannot have level 'L7': write one of L3"),
        (QUESTION, ":topic: equality\n", "", "interview: has no :topic:, add a word or two"),
        (QUESTION, "- Freeze it.\n", "", "has a strong answer of 2 points: write 3 to 6"),
        (QUESTION, "- Its", "- A\n- B\n- C\n- D\n- Its", "has a strong answer of 7 points"),
        (QUESTION, "{weak}", "{note}", "interview: has 0 {weak}, one is needed"),
        (QUESTION, "{follow-up}", "{note}", "interview: has 0 {follow-up}, one is needed"),
        (QUESTION, "Why did my object vanish?\n", "", "interview: has no question: write it"),
        (QUESTION, "core-01-q01", "equality", "interview: cannot have the id 'equality'"),
    ],
)
def test_what_is_wrong_is_refused_at_its_line_with_the_mend_in_every_build(
    book: Book, task: str, old: str, new: str, message: str
) -> None:
    assert old in task
    book.write(f"{PAGE}.md", f"# Page\n\n{task.replace(old, new, 1)}")
    line = 6 if message.startswith("answer") else 3
    for _ in range(2):
        found = book.build()
        assert any(one.startswith(f"{PAGE}.md:{line}: ") and message in one for one in found), found


@pytest.mark.parametrize("part", ["answer", "solution", "strong", "weak", "follow-up"])
def test_a_part_outside_its_task_is_refused(book: Book, part: str) -> None:
    book.write(f"{PAGE}.md", f"# Page\n\nText.\n\n:::{{{part}}}\nLost.\n:::\n")
    (found,) = book.build()
    assert found.startswith(f"{PAGE}.md:5: {part}: stands outside {{")


def test_an_exercise_inside_something_else_is_refused(book: Book) -> None:
    book.write(f"{PAGE}.md", f"# Page\n\n:::::{{note}}\n{EXERCISE}:::::\n")
    found = book.build()
    assert any("exercise: stands inside something else: put it at the left" in one for one in found)


@pytest.mark.parametrize("parallel", [1, 2])
def test_an_id_is_given_once_in_the_book(book: Book, parallel: int) -> None:
    book.write("core/01-first/a.md", f"# A\n\n{QUESTION}")
    book.write("core/01-first/b.md", f"# B\n\n{QUESTION}")
    for number in range(8):  # enough pages for Sphinx to read them in two processes
        book.write(f"core/01-first/c{number}.md", "# C\n")
    for _ in range(2):
        assert book.build(parallel=parallel) == [
            "core/01-first/b.md:3: interview: id 'core-01-q01' is taken by "
            f"{book.root.name}/core/01-first/a.md:3: give this one its own [press.study]"
        ]
    book.write("core/01-first/b.md", "# B\n")
    assert not book.build(parallel=parallel)


@pytest.mark.parametrize(
    ("gone", "named"),
    [
        ("tests/test_a.py", "tests/test_*.py"),
        ("hidden/test_b.py", "hidden/test_*.py"),
        ("wrong/one/a.py", "wrong/*/ (two at least)"),
    ],
)
def test_an_exercise_without_its_tests_is_refused(book: Book, gone: str, named: str) -> None:
    write_all(book)
    path = book.root / "code/exercises/core-01/e3-days" / gone
    path.unlink()
    path.parent.rmdir()
    (found,) = book.build()
    assert found.startswith(f"{PAGE}.md:11: exercise: core-01-e3 lacks {named}: add it to code/")
