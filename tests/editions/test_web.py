"""The website as a reader meets it: in a browser, from a server and from the file system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press.checks import accessibility, html, links
from press.checks.browser import serve, tab
from press.checks.files import Folder, pages
from press.drafts import draft_modules, in_draft
from press.finding import Finding
from press.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def visited(browser: Browser, layout: Layout, web: Path, landing: Path) -> list[Finding]:
    """What the browser found on every page, light and dark, on a desk and on a phone."""
    names = [*pages(Folder(layout.build), "web/"), "index.html"]
    assert len(names) > 2
    found = accessibility.check_folder(browser, layout.build, names, "build/")
    return [finding for _, finding in found]


def of(rule: str, findings: list[Finding]) -> str:
    return "\n".join(str(finding) for finding in findings if finding.rule == rule)


def test_no_page_has_a_console_error_or_a_file_that_does_not_load(visited: list[Finding]) -> None:
    assert not of("console", visited)


def test_no_request_of_a_page_leaves_the_host(visited: list[Finding]) -> None:
    assert not of("network", visited)


def test_no_page_is_wider_than_the_window_on_a_desk_or_a_phone(visited: list[Finding]) -> None:
    assert not of("overflow", visited)


def test_axe_finds_nothing_on_any_page_light_or_dark_on_a_desk_or_a_phone(
    visited: list[Finding],
) -> None:
    assert not of("axe", visited)


def test_every_page_is_valid_html(layout: Layout, web: Path, slides: Path, landing: Path) -> None:
    found = [finding for outcome in html.run(layout) for finding in outcome.findings]
    assert not found, "\n".join(map(str, found))


def test_every_link_leads_to_a_file_and_every_fragment_to_an_element(
    layout: Layout, web: Path, slides: Path, landing: Path, epub: Path
) -> None:
    found = [finding for outcome in links.run(layout) for finding in outcome.findings]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("term", ["__hash__", "equality"])
def test_search_finds_a_word_of_the_book_without_a_network(
    browser: Browser, web: Path, scheme: str, term: str
) -> None:
    with serve(web) as base, tab(browser) as visit:
        start = base if scheme == "http" else web.as_uri()
        visit.page.goto(f"{start}/search.html?q={term}")
        results = visit.page.locator("#search-results a")
        results.first.wait_for()
        targets = {str(link.get_attribute("href")) for link in results.all()}
        assert visit.take() == []
    found = [web / target.partition("#")[0].partition("?")[0] for target in targets]
    assert all(file.is_file() for file in found), targets
    assert any(term in file.read_text(encoding="utf-8").lower() for file in found)


def test_every_page_opens_from_the_file_system(browser: Browser, web: Path) -> None:
    with tab(browser) as visit:
        for name in pages(Folder(web)):
            visit.page.goto((web / name).as_uri())
        assert visit.take() == []


def test_every_page_of_the_sources_is_a_page_of_the_site_but_for_drafts(
    layout: Layout, web: Path
) -> None:
    drafts = draft_modules(layout.book)
    wrong = [
        path.relative_to(layout.book).as_posix()
        for path in layout.book.rglob("*.md")
        if not path.name.startswith("_")
        and (web / path.relative_to(layout.book)).with_suffix(".html").is_file()
        is in_draft(path, layout.book, drafts)
    ]
    assert wrong == []
