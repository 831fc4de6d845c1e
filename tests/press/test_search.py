"""Search: sections are entries, names are found by their parts, headings stand before text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press.checks.browser import serve, tab
from press.search import ENTRIES, Section, sections

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCRIPTS = Path(__file__).parents[2] / "theme/web/search"
PAGE = """\
<html><body><nav>not this</nav><article role="main"><section id="money">
<h1>Money <code>Money</code><a class="headerlink" href="#money">#</a></h1>
<p>Amounts of one currency.</p><svg><text>nor this</text></svg><button>Copy</button>
<section id="sums"><h2>Sums</h2><pre><span>def</span> <span>__add__</span>(<span>self</span>)</pre>
<a class="listing-link" href="#x">#</a><p>Below.</p></section>
After.</section></article></body></html>
"""
ENTRIES_SHOWN = [
    ["a.html", "A page on text", "", "cached properties, a unit and its work, descriptor"],
    ["a.html#cached", "CachedProperty", "A page on text", "computes once"],
    ["b.html", "Equality", "", "defines __eq__ and order_by_date"],
    ["b.html#uow", "Storage", "Equality", "one unit of work writes all or nothing"],
    [
        "c.html",
        "Descriptors",
        "",
        "what a descriptor does. " + "word " * 80 + "the needle sits here",
    ],
    ["d.html", "Duties", "", "unit, work, unit, work, unit, work"],
]


def test_each_section_has_its_heading_and_its_own_words() -> None:
    assert sections(PAGE) == [
        Section("", "Money Money", "Amounts of one currency. After."),
        Section("sums", "Sums", "def __add__(self) Below."),
    ]


def test_a_page_without_an_article_has_no_entry() -> None:
    assert sections("<html><body><p>Words.</p></body></html>") == []


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search page alone, over six sections."""
    folder = tmp_path_factory.mktemp("search")
    for name in ("minisearch.js", "search.js"):
        shutil.copy(SCRIPTS / name, folder)
    (folder / ENTRIES).write_text(f"window.bookEntries={json.dumps(ENTRIES_SHOWN)};")
    scripts = "".join(f'<script src="{n}"></script>' for n in ("minisearch.js", "search.js"))
    (folder / "search.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<title>Search: Book</title><link rel="icon" href="data:,">'
        '<form class="search-form"><input type="search" name="q"><button>Go</button></form>'
        f'<div id="search-results"></div>{scripts}</html>'
    )
    return folder / "search.html"


def found(browser: Browser, address: str) -> list[str]:
    with tab(browser) as visit:
        visit.page.goto(address)
        visit.page.wait_for_selector("#search-results h2")
        links = visit.page.locator("#search-results li > a").all()
        hrefs = [str(link.get_attribute("href")) for link in links]
        assert visit.take() == []
    return hrefs


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("CachedProperty", "a.html#cached"),
        ("cachedproperty", "a.html#cached"),
        ("cached_property", "a.html#cached"),
        ("__eq__", "b.html"),
        ("eq", "b.html"),
        ("order_by_date", "b.html"),
        ("unit of work", "b.html#uow"),
        ("descriptor", "c.html"),
        ("descriptors", "c.html"),
        ("the needle", "c.html"),
    ],
)
def test_the_right_section_stands_first(
    browser: Browser, page: Path, query: str, first: str
) -> None:
    assert found(browser, f"{page.as_uri()}?q={query}")[0] == first


def test_it_is_the_same_from_a_server(browser: Browser, page: Path) -> None:
    with serve(page.parent) as base:
        assert found(browser, f"{base}/search.html?q=eq") == ["b.html"]


def test_the_excerpt_shows_the_word_and_marks_it(browser: Browser, page: Path) -> None:
    with tab(browser) as visit:
        visit.page.goto(f"{page.as_uri()}?q=needle")
        excerpt = visit.page.locator("#search-results li p").first
        assert "the needle sits here" in excerpt.inner_text()
        assert excerpt.inner_text().startswith("…")
        assert excerpt.locator("mark").all_inner_texts() == ["needle"]


def test_a_new_question_needs_no_new_page_and_the_way_back_works(
    browser: Browser, page: Path
) -> None:
    with tab(browser) as visit:
        visit.page.goto(f"{page.as_uri()}?q=eq")
        visit.page.fill("input", "needle")
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("h2").inner_text() == "1 section for “needle”"
        assert visit.page.url.endswith("?q=needle")
        visit.page.go_back()
        assert visit.page.locator("h2").inner_text() == "1 section for “eq”"
        visit.page.fill("input", "<img src=x onerror=alert(1)>")
        visit.page.keyboard.press("Enter")
        assert visit.page.locator("h2").inner_text().startswith("No section for “<img src=x")
        assert visit.take() == []


def test_what_it_looks_through_is_loaded_when_somebody_begins_to_type(
    browser: Browser, page: Path
) -> None:
    with tab(browser) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
        visit.page.goto(page.as_uri(), wait_until="networkidle")
        assert ENTRIES not in asked
        with visit.page.expect_request(lambda request: request.url.endswith(ENTRIES)):
            visit.page.locator("input").press_sequentially("n")


def test_a_list_that_does_not_come_is_said(browser: Browser, page: Path, tmp_path: Path) -> None:
    shutil.copytree(page.parent, tmp_path / "site", ignore=shutil.ignore_patterns(ENTRIES))
    with tab(browser) as visit:
        visit.page.goto(f"{(tmp_path / 'site' / page.name).as_uri()}?q=eq")
        said = visit.page.locator("#search-results p", has_text="did not load")
        said.wait_for()
        assert "Search again" in said.inner_text()
