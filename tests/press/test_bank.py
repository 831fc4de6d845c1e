"""The question bank and the mock interview: all questions of a book, listed and drawn."""

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

CONF = """
project = "A book"
language = "en"
extensions = ["myst_parser", "press.study", "press.bank", "press.mock", "press.web", "press.epub"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
html_theme = "book"
copyright = "2026"
version = "1"
"""
INDEX = """\
# Book

```{toctree}
ai/02-second/index
core/01-first/index
bank
drawn
```
"""
MODULE = """\
# {title}

```{{toctree}}
interview
```
"""
BANK = """\
# Bank

## L3

```{question-bank} L3
```

## L6

```{question-bank} L6
```

## Topics

```{question-bank} topics
```

## Modules

```{question-bank} modules
```
"""
DRAWN = """\
# Mock interview

```{mock-interview}
Scripts are off: take the {doc}`bank`.
```

## With a partner

Words.
"""


def question(own: str, level: str, topic: str, text: str) -> str:
    return f"""\
::::{{interview}} {own}
:level: {level}
:topic: {topic}

{text}

:::{{strong}}
- One, as in [](#there).
- Two: `x` "y".

  ```text
  id="kept"
  ```

- Three.
:::

:::{{weak}}
Weak words.
:::

:::{{follow-up}}
Next, see {{doc}}`index`.
:::
::::
"""


FIRST = "\n".join(
    [
        "# Questions\n",
        "## There\n",
        question("core-01-q01", "L3", "hash", "Why did `it` *vanish*?\n\nSecond paragraph."),
        question("core-01-q02", "L4", "Equality", "What is equal?"),
        question("core-01-q03", "L3", "Equality", "And [](#there)?"),
    ]
)
SECOND = "# Asked\n\n## There\n\n" + question("ai-02-q01", "L3", "hash", "Which one?")


class Book:
    """Two modules with questions, a bank and a mock interview."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("../conf.py", CONF)
        self.write("index.md", INDEX)
        self.write("bank.md", BANK)
        self.write("drawn.md", DRAWN)
        self.write("core/01-first/index.md", MODULE.format(title="First things"))
        self.write("core/01-first/interview.md", FIRST)
        self.write("ai/02-second/index.md", MODULE.format(title="Second things"))
        self.write("ai/02-second/interview.md", SECOND)

    def write(self, name: str, text: str) -> None:
        path = self.root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", **settings: Any) -> list[str]:
        warning = StringIO()
        out = self.root / "_build"
        with docutils_namespace():
            Sphinx(
                *(self.root / "book", self.root, out / builder, out / "doctrees", builder),
                confoverrides=settings,
                status=None,
                warning=warning,
            ).build()
        shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
        lines = [line for line in shown.splitlines() if "WARNING" in line or "ERROR" in line]
        return [line.replace(f"{self.root}/book/", "") for line in lines]

    def page(self, docname: str, builder: str = "html") -> etree._Element:
        path = self.root / f"_build/{builder}/{docname}.{'xhtml' if builder == 'epub' else 'html'}"
        text = path.read_bytes().replace(b' xmlns="http://www.w3.org/1999/xhtml"', b"")
        return etree.fromstring(text, etree.HTMLParser() if builder == "html" else None)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def texts(page: etree._Element, path: str) -> list[str]:
    return [re.sub(r"[\s#¶]+", " ", "".join(one.itertext())).strip() for one in page.xpath(path)]


# -- The bank -------------------------------------------------------------------


@pytest.mark.parametrize(("builder", "ending"), [("html", "html"), ("epub", "xhtml")])
def test_a_level_lists_its_questions_by_module_in_reading_order(
    book: Book, builder: str, ending: str
) -> None:
    assert book.build(builder) == []
    page = book.page("bank", builder)
    section = "//section[@id='l3']"
    assert texts(page, f"{section}//p[contains(@class,'bank-module')]") == [
        "Second things",
        "First things",
    ]
    assert texts(page, f"{section}//li") == [
        "Q1 Which one? hash",
        "Q1 Why did it vanish? hash",
        "Q3 And There? Equality",
    ]
    assert page.xpath(f"{section}//li//a/@href") == [
        f"ai/02-second/interview.{ending}#ai-02-q01",
        f"core/01-first/interview.{ending}#core-01-q01",
        f"core/01-first/interview.{ending}#core-01-q03",
    ]
    assert texts(page, "//section[@id='l6']/p") == ["No question of this level yet."]


def test_every_link_of_the_bank_leads_to_a_question(book: Book) -> None:
    book.build()
    links = book.page("bank").xpath("//article//li//a[contains(@href,'#')]/@href")
    assert len(links) == 7
    for link in links:
        docname, _, anchor = link.partition("#")
        (found,) = book.page(docname.removesuffix(".html")).xpath(f"//*[@id='{anchor}']")
        assert "interview-question" in found.get("class")


def test_topics_are_sorted_by_name_and_modules_counted_by_level(book: Book) -> None:
    book.build()
    page = book.page("bank")
    assert texts(page, "//section[@id='topics']//li") == [
        "Equality: core-01 Q2 (L4), core-01 Q3 (L3)",
        "hash: ai-02 Q1 (L3), core-01 Q1 (L3)",
    ]
    assert [texts(row, "./td") for row in page.xpath("//section[@id='modules']//tbody/tr")] == [
        ["Second things", "1", "0", "0", "0", "1"],
        ["First things", "2", "1", "0", "0", "3"],
        ["All", "3", "1", "0", "0", "4"],
    ]


def test_a_question_that_came_or_went_is_seen_in_the_next_build(book: Book) -> None:
    book.build()
    book.write("ai/02-second/interview.md", SECOND.replace("Which one?", "Which other?"))
    assert book.build() == []
    assert "Q1 Which other? hash" in texts(book.page("bank"), "//section[@id='l3']//li")


def test_an_unknown_list_is_refused_at_its_line_in_every_build(book: Book) -> None:
    book.write("bank.md", BANK.replace("} L6", "} L7"))
    for _ in range(2):
        (found,) = book.build()
        assert found.startswith(
            "bank.md:10: WARNING: question-bank: cannot list 'L7': write one of"
        )


# -- The interview's place --------------------------------------------------------


def test_other_editions_leave_the_interview_out(book: Book) -> None:
    assert book.build("epub") == []
    page = book.page("drawn", "epub")
    assert texts(page, "//h2") == ["With a partner"]
    assert "Scripts are off" not in "".join(page.itertext())
    assert not (book.root / "_build/epub/_static/mock").exists()


@pytest.mark.parametrize(
    ("page", "text", "message"),
    [
        (
            "drawn.md",
            "# A\n\n```{mock-interview}\n```\n",
            "drawn.md:3: WARNING: mock-interview: says",
        ),
        (
            "other.md",
            f"---\norphan: true\n---\n{DRAWN}",
            "other.md:6: WARNING: mock-interview: drawn",
        ),
    ],
)
def test_an_interview_stands_once_and_says_something_without_scripts(
    book: Book, page: str, text: str, message: str
) -> None:
    book.write(page, text)
    for _ in range(2):
        found = book.build()
        assert any(one.startswith(message) for one in found), found


def test_texts_for_the_script_have_no_ids_and_lead_where_the_page_leads(book: Book) -> None:
    assert book.build() == []
    text = (book.root / "_build/html/_static/mock/core-01.js").read_text(encoding="utf-8")
    assert not re.search(r"<[^<>]* id=", text)
    assert 'id=\\"kept\\"' in text
    assert 'href=\\"core/01-first/interview.html#there\\"' in text
    assert 'href=\\"core/01-first/index.html\\"' in text


# -- In a browser ---------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    try:
        find_chromium()
    except UnavailableError as error:  # pragma: no cover -- depends on the machine
        pytest.skip(str(error))
    book = Book(tmp_path_factory.mktemp("mock"))
    more = [question(f"core-01-q{n:02}", "L5", "scale", f"Number {n}?") for n in range(4, 16)]
    book.write("core/01-first/interview.md", FIRST + "\n" + "\n".join(more))
    assert book.build() == []
    return (book.root / "_build/html/drawn.html").as_uri()


@pytest.fixture
def desk(browser: Browser, site: str) -> Iterator[Visit]:
    with tab(browser) as visit:
        visit.page.clock.install(time=0)
        yield visit


def drawn(visit: Visit, address: str) -> list[str]:
    """Open an address with a seed, answer nothing, and give the questions of the summary."""
    page = visit.page
    page.goto("about:blank")
    page.goto(address)
    page.get_by_role("button", name="Start").click()
    while True:
        page.get_by_role("button", name="Show the strong answer").click()
        page.locator(".mock-answer .mock-main").click()
        if page.get_by_role("heading", name="Summary").count():
            return page.locator(".mock-table th a").all_inner_texts()


def test_the_same_seed_draws_the_same_questions_and_another_draws_others(
    desk: Visit, site: str
) -> None:
    sets = {seed: drawn(desk, f"{site}#seed={seed}&levels=L5&questions=4") for seed in "abcd"}
    assert all(len(set(found)) == 4 for found in sets.values())
    assert drawn(desk, f"{site}#seed=a&levels=L5&questions=4") == sets["a"]
    assert len({tuple(sorted(found)) for found in sets.values()}) > 1
    assert desk.take() == []


def test_a_whole_interview_by_keyboard_with_time_and_points(desk: Visit, site: str) -> None:
    page = desk.page
    page.goto(f"{site}#seed=a&topic=Equality&levels=L3+L4&minutes=1")
    page.get_by_label("Topic").wait_for()
    assert page.locator(".mock-fit").inner_text() == "2 questions to draw from."
    page.get_by_label("Seed").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Question 1 of 2").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Question 1 of 2"
    assert page.locator("#press-mock .level").inner_text() == "L3"
    page.clock.fast_forward("01:05")
    assert page.get_by_role("timer").inner_text() == "1:05 of 1:00"
    assert page.locator(".mock-said").inner_text().startswith("Time is up")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent") != "Show the strong answer":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Strong answer"
    page.get_by_label("I said point 1").press("Space")
    page.get_by_label("I said point 3").press("Space")
    page.get_by_role("button", name="Next question").press("Enter")
    page.clock.fast_forward("00:07")
    page.get_by_role("button", name="Show the strong answer").press("Enter")
    page.get_by_role("button", name="To the summary").press("Enter")
    said = page.locator("#press-mock").inner_text()
    assert "You said 2 of 6 points in 1:12." in said
    assert "L3: 2 of 3 points" in said
    assert "L4: 0 of 3 points" in said
    rows = page.locator(".mock-table tbody tr").all_inner_texts()
    assert [row.split("\t")[1:] for row in rows] == [
        ["L3", "1:05", "2 of 3"],
        ["L4", "0:07", "0 of 3"],
    ]
    assert page.get_by_text("worth reading again").locator("a").all_inner_texts() == ["core-01 Q2"]
    assert "seed=a" in page.url
    assert desk.take() == []


def test_what_nobody_asks_cannot_be_started(desk: Visit, site: str) -> None:
    page = desk.page
    page.goto(site)
    page.get_by_label("L3").uncheck()
    assert page.get_by_role("button", name="Start").is_disabled()
    assert "No question fits" in page.locator(".mock-fit").inner_text()


def test_every_view_is_accessible_in_light_and_dark_and_on_a_phone(
    browser: Browser, site: str
) -> None:
    for dark, small in ((False, False), (True, False), (False, True)):
        with tab(browser, dark=dark, phone=small) as visit:
            page = visit.page
            page.goto(f"{site}#seed=a&topic=Equality&levels=L3")
            page.get_by_role("button", name="Start").wait_for()
            assert [*overflow(visit), *axe(visit)] == []
            page.get_by_role("button", name="Start").click()
            page.get_by_role("button", name="Show the strong answer").wait_for()
            assert axe(visit) == []
            page.get_by_role("button", name="Show the strong answer").click()
            page.get_by_text("Weak answer").click()
            assert [*overflow(visit), *axe(visit)] == []
            page.get_by_role("button", name="To the summary").click()
            assert [*overflow(visit), *axe(visit)] == []


def test_without_scripts_a_sentence_leads_to_the_bank(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site)
    assert not page.locator("#press-mock").is_visible()
    assert page.get_by_text("Scripts are off").locator("a").get_attribute("href") == "bank.html"
    page.context.close()


def test_a_copy_without_its_questions_says_so(desk: Visit, site: str) -> None:
    desk.page.route("**/mock/index.js", lambda route: route.abort())
    desk.page.goto(site)
    assert "are missing beside this page" in desk.page.get_by_role("alert").inner_text()
