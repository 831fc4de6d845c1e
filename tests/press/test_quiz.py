"""Quizzes: the right answer is captured, the wrong ones are typed, and each edition shows both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from press.checks.accessibility import axe, overflow
from press.checks.browser import Visit, find_chromium, tab
from press.checks.outcome import UnavailableError

PAGE = "core/01-first/quiz"
QUIZ = """\
::::{quiz} core-01-quiz-1
:belief: lists-are-values

What does this print?

```python
first = second = []
first.append(1)
print(second)
```

<!--pytest-codeblocks:expected-output-->
```text
[1]
```

:::{because}
Two names, *one* list.
:::

:::{wrong}
```text
[]
```

That needs two lists.
:::

:::{wrong}
It raises a `NameError`.

Both names are assigned.
:::
::::
"""
BELIEFS = """\
- {id: lists-are-values, belief: A list with __eq__ is copied., module: core-01, section: names}
"""
CONF = """
project = "A book"
language = "en"
extensions = ["myst_parser", "press.examples.gate", "press.study", "press.quiz", "press.web",
              "press.epub"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
press_preview = True  # the examples of this book are shown unproven
press_beliefs = "misconceptions.yml"
html_theme = "book"
copyright = "2026"
version = "1"
"""


class Book:
    """A book with one quiz in it; what is said about unproven examples is not its business."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("conf.py", CONF)
        self.write("book/misconceptions.yml", BELIEFS)
        self.write("book/index.md", "# Book\n\n```{toctree}\n:glob:\ncore/*/*\n```\n")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def quiz(self, text: str) -> None:
        self.write(f"book/{PAGE}.md", f"# Quiz\n\n(names)=\n## Names\n\nWords.\n\n{text}")

    def build(self, builder: str = "html", **settings: Any) -> list[str]:
        warning = StringIO()
        out = self.root / "_build"
        with docutils_namespace():
            app = Sphinx(
                *(self.root / "book", self.root, out / builder, out / "doctrees", builder),
                confoverrides=settings,
                status=None,
                warning=warning,
            )
            app.build()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
        lines = [line for line in shown.splitlines() if "WARNING" in line or "ERROR" in line]
        return [line.replace(f"{self.root}/", "") for line in lines if "no passing" not in line]

    def page(self, builder: str = "html") -> etree._Element:
        path = self.root / f"_build/{builder}/{PAGE}.{'xhtml' if builder == 'epub' else 'html'}"
        text = path.read_bytes().replace(b' xmlns="http://www.w3.org/1999/xhtml"', b"")
        return etree.fromstring(text, etree.HTMLParser() if builder == "html" else None)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def texts(page: etree._Element, css: str) -> list[str]:
    path = f"//*[contains(concat(' ',@class,' '),' {css} ')]"
    return [" ".join("".join(found.itertext()).split()) for found in page.xpath(path)]


def test_the_captured_output_is_among_the_options_and_nowhere_else(book: Book) -> None:
    book.quiz(QUIZ)
    assert book.build() == []
    page = book.page()
    assert sorted(texts(page, "quiz-answer")) == ["It raises a NameError.", "[1]", "[]"]
    assert texts(page, "question") == [
        "What does this print? first = second = [] first.append(1) print(second)"
    ]
    assert page.xpath("count(//*[contains(@class,'output')])") == 0


def test_nothing_gives_the_captured_one_away(book: Book) -> None:
    book.quiz(QUIZ)
    book.build()
    boxes = book.page().xpath("//*[contains(@class,'quiz-answer')][.//pre]")
    shapes = {re.sub(r"\[1?\]", "…", etree.tostring(box, encoding="unicode")) for box in boxes}
    assert len(boxes) == 2
    assert len({shape.strip() for shape in shapes}) == 1


def test_the_key_names_the_right_letter_first_and_gives_each_a_reason(book: Book) -> None:
    book.quiz(QUIZ)
    book.build()
    page = book.page()
    letters = dict(zip(texts(page, "quiz-answer"), "ABC", strict=True))
    right, empty, error = (letters[said] for said in ("[1]", "[]", "It raises a NameError."))
    reasons = texts(page, "quiz-reason")
    assert reasons[0] == f"{right} is right. Two names, one list."
    assert sorted(reasons[1:]) == sorted(
        [f"{empty} is wrong. That needs two lists.", f"{error} is wrong. Both names are assigned."]
    )
    assert page.xpath(f"//details[contains(@class,'key-{right.lower()}')]/@id")
    assert texts(page, "quiz-belief") == [
        "The belief behind it: A list with __eq__ is copied. The section “Names” takes it apart."
    ]


def test_the_order_depends_on_what_the_options_say_and_not_on_where_they_stand(book: Book) -> None:
    book.quiz(QUIZ)
    book.build()
    first = texts(book.page(), "quiz-answer")
    head, one, other = QUIZ.split(":::{wrong}\n")
    other = other.removesuffix("::::\n")
    book.quiz(":::{wrong}\n".join([head, other, one]) + "::::\n")
    assert book.build() == []
    assert texts(book.page(), "quiz-answer") == first


def test_an_epub_has_letters_and_a_key_at_the_end_linked_both_ways(book: Book) -> None:
    book.quiz(QUIZ)
    assert book.build("epub") == []
    page = book.page("epub")
    assert texts(page, "quiz-letter") == ["A", "B", "C"]
    (there,) = page.xpath("//*[@class='answer-links']/a/@href")
    assert there == "#core-01-quiz-1-answer"
    (entry,) = page.xpath("//section[@id='answers-and-solutions']//*[@id='core-01-quiz-1-answer']")
    assert entry.xpath(".//a[contains(@class,'answer-back')]/@href") == ["#core-01-quiz-1"]
    assert page.xpath("count(//script)") == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "[]\n```\n\nThat",
            "[1]  \n```\n\nThat",
            28,
            "quiz: core-01-quiz-1: this wrong answer is what the example prints, so the answer of "
            "the quiz is not unique: change it",
        ),
        ("[]\n```\n\nThat", "It raises a NameError.\n```\n\nThat", 36, "two wrong answers say the"),
        ("Both names are assigned.\n", "", 36, "a wrong answer needs a reason: write it below"),
        ("<!--pytest-codeblocks:expected-output-->\n", "Words.\n\n", 8, "holds no example with a"),
        ("[1]\n```", "…\n```", 8, "its output leaves lines out with …: choose one to show whole"),
        (":::{because}\nTwo names, *one* list.\n:::\n", "", 8, "quiz: has 0 {because}, one is"),
        (":::{wrong}\n```text\n[]\n```\n\nThat needs two lists.\n:::\n", "", 8, "2 are needed"),
        ("lists-are-values", "lists-are-value", 8, "did you mean lists-are-values?"),
        ("lists-are-values", "zzz", 8, "not in misconceptions.yml: write it into misconceptions"),
        ("core-01-quiz-1", "core-01-q01", 8, "cannot have the id 'core-01-q01': write one like"),
    ],
)
def test_what_is_wrong_is_refused_at_its_line_in_every_build(
    book: Book, old: str, new: str, line: int, message: str
) -> None:
    assert old in QUIZ
    book.quiz(QUIZ.replace(old, new, 1))
    for _ in range(2):
        found = book.build()
        assert any(f"{PAGE}.md:{line}: WARNING: " in one and message in one for one in found), found


@pytest.mark.parametrize(
    ("beliefs", "where", "message"),
    [
        (
            None,
            "conf.py:1",
            "quiz: press_beliefs names misconceptions.yml, which is not in book/: add",
        ),
        (
            "- {id: a, belief: b\n- {}\n",
            "misconceptions.yml:2",
            "the list of beliefs is not YAML: ",
        ),
        (
            "id: lists-are-values\n",
            "misconceptions.yml:1",
            "beliefs: write a list, one '- id: …' for each",
        ),
        (
            "# one\n- {id: a, belief: b}\n",
            "misconceptions.yml:2",
            "beliefs: this one has no section: write it",
        ),
    ],
)
def test_beliefs_that_cannot_be_read_are_one_warning_in_every_build(
    book: Book, beliefs: str | None, where: str, message: str
) -> None:
    book.quiz(QUIZ + "\n" + QUIZ.replace("quiz-1", "quiz-2"))
    if beliefs is None:
        (book.root / "book/misconceptions.yml").unlink()
    else:
        book.write("book/misconceptions.yml", beliefs)
    for _ in range(2):
        (found,) = book.build()
        assert f"{where}: WARNING: {message}" in found


def test_an_id_is_given_once(book: Book) -> None:
    book.quiz(QUIZ)
    book.write("book/core/01-first/second.md", f"# More\n\n{QUIZ}")
    found = book.build()
    assert any("second.md:3: WARNING: quiz: id 'core-01-quiz-1' is taken" in one for one in found)


# -- In a browser ---------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    book = Book(tmp_path_factory.mktemp("quiz"))
    book.quiz(QUIZ + "\n" + QUIZ.replace("quiz-1", "quiz-2"))
    assert book.build() == []
    return (book.root / f"_build/html/{PAGE}.html").as_uri()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Visit]:
    with tab(browser) as visit:
        yield visit


needs_chromium = pytest.mark.usefixtures("chromium_there")


@pytest.fixture(scope="module")
def chromium_there() -> None:
    try:
        find_chromium()
    except UnavailableError as error:  # pragma: no cover -- depends on the machine
        pytest.skip(str(error))


def letters(visit: Visit) -> dict[str, str]:
    boxes = visit.page.locator("#core-01-quiz-1 .quiz-option")
    return {
        box.locator(".quiz-answer").inner_text().strip(): box.locator(".quiz-letter").inner_text()
        for box in boxes.all()
    }


@needs_chromium
def test_a_reader_answers_by_keyboard_and_is_told_why(desk: Visit, site: str) -> None:
    desk.page.goto(site)
    by_text = letters(desk)
    said = desk.page.locator("#core-01-quiz-1 .quiz-said")
    desk.page.get_by_label(f"Answer {by_text['[]']}").first.focus()
    desk.page.keyboard.press("Enter")
    assert said.inner_text() == f"{by_text['[]']} is wrong. That needs two lists."
    desk.page.get_by_label(f"Answer {by_text['[1]']}").first.focus()
    desk.page.keyboard.press("Space")
    assert said.inner_text() == f"{by_text['[1]']} is right. Two names, one list."
    assert said.get_attribute("aria-live") == "polite"
    pressed = desk.page.locator("#core-01-quiz-1 [aria-pressed=true]")
    assert pressed.all_inner_texts() == [by_text["[1]"]]
    tally = desk.page.locator(".quiz-tally")
    assert tally.inner_text() == "1 of 2 answered, 0 right at the first try."
    desk.page.locator("#core-01-quiz-2").get_by_text("[1]").click()
    assert tally.inner_text() == "2 of 2 answered, 1 right at the first try."
    assert desk.take() == []


@needs_chromium
def test_a_quiz_is_accessible_before_and_after_an_answer(browser: Browser, site: str) -> None:
    for dark, small in ((False, False), (True, False), (False, True)):
        with tab(browser, dark=dark, phone=small) as visit:
            visit.page.goto(site)
            assert [*overflow(visit), *axe(visit)] == []
            for answer in visit.page.locator("#core-01-quiz-1 button.quiz-letter").all():
                answer.click()
                assert axe(visit) == []


@needs_chromium
def test_without_scripts_the_answer_is_in_its_fold(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site)
    assert page.locator("button.quiz-letter").count() == 0
    page.locator("#core-01-quiz-1 summary").click()
    assert "is right. Two names" in page.locator("#core-01-quiz-1 .fold-body").inner_text()
    page.context.close()
