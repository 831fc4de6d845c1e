"""A reader's progress in a real browser: ticked, kept, saved, lost, loaded, continued."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from press.checks.accessibility import axe, overflow
from press.checks.browser import Visit, find_chromium, serve, tab
from press.checks.outcome import UnavailableError

try:
    find_chromium()
except UnavailableError as error:  # pragma: no cover -- depends on the machine
    pytest.skip(str(error), allow_module_level=True)

CONF = """
project = "A book"
language = "en"
extensions = ["myst_parser", "press.web", "press.epub", "press.curriculum",
    "press.progress_lists", "press.progress_site"]
html_theme = "book"
html_use_index = False
myst_enable_extensions = ["colon_fence"]
pygments_style = "theme.highlight.Light"
pygments_dark_style = "theme.highlight.Dark"
"""
FACTS = """---
module:
  id: core-01
  title: First
  track: core
  phase: Start
  weeks: [1, 1]
  level: Beginner
  hours: [1, 2]
  requires: []
  skills: {}
  outcomes:
    explain lookup: draw what {doc}`an attribute </core/01-a/page>` looks up
---
"""
LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(60))
PAGES = {
    "index.md": "# Front\n\nWords.\n\n"
    "```{toctree}\n:caption: Part\n\nlists\ncore/01-a/index\n```\n",
    "lists.md": "# Lists\n\n:::{progress}\nTake a pencil.\n:::\n\n```{weeks} core\n```\n\n"
    "```{outcomes} core\n```\n\n- {tick}`own` One.\n- {tick}`other` Two.\n",
    "core/01-a/index.md": f"{FACTS}\n# First\n\n```{{outcomes}}\n```\n\n"
    "```{toctree}\npage\n```\n",
    "core/01-a/page.md": f"# Page\n\n{LONG}\n\n## Far down\n\n{LONG}\n",
}
OWN = "core/01-a/page.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    (root / "conf.py").write_text(CONF)
    for name, text in PAGES.items():
        path = root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-c", str(root)]
    command += ["-d", str(root / "doctrees"), str(root / "book"), str(root / "out")]
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1"})
    return root / "out"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as base:
        yield base


@pytest.fixture
def desk(browser: Browser) -> Iterator[Visit]:
    with tab(browser) as visit:
        yield visit


@pytest.fixture(params=["server", "file"])
def start(request: pytest.FixtureRequest, site: Path, address: str) -> str:
    """Where the site begins: on a server, and in the file system."""
    return address if request.param == "server" else site.as_uri()


def box(page: Page, text: str, nth: int = 0) -> None:
    page.get_by_role("checkbox", name=text).nth(nth).click()


def checked(page: Page) -> list[str]:
    names: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.tick-label')]"
        ".filter(l => l.querySelector('input').checked).map(l => l.textContent.trim())"
    )
    return names


def test_a_tick_is_kept_and_is_the_same_on_every_page(desk: Visit, start: str) -> None:
    page = desk.page
    page.goto(f"{start}/lists.html")
    box(page, "draw what")
    box(page, "One.")
    page.reload()
    assert checked(page) == ["draw what an attribute looks up", "One."]
    page.goto(f"{start}/core/01-a/index.html")
    assert checked(page) == ["draw what an attribute looks up"]
    box(page, "draw what")
    page.goto(f"{start}/lists.html")
    assert checked(page) == ["One."]
    assert desk.take() == []


def test_pages_are_marked_as_read_and_counted(desk: Visit, start: str) -> None:
    page = desk.page
    page.goto(f"{start}/{OWN}")
    box(page, "I have read this page")
    assert (
        page.locator(".sidebar-tree .current-page .read-mark").inner_text().strip().startswith("✓")
    )
    page.goto(f"{start}/lists.html")
    expect(page.locator(".progress-sum")).to_have_text(
        "1 of 2 pages marked as read, 0 boxes ticked."
    )
    expect(page.locator(".tick-note")).to_have_text("(1 of 2 pages marked as read)")
    assert page.get_by_role("checkbox", name="I have read this page").count() == 0


def test_reading_goes_on_where_it_stopped(desk: Visit, start: str) -> None:
    page = desk.page
    page.goto(f"{start}/index.html")
    expect(page.locator(".continue")).to_be_hidden()
    page.goto(f"{start}/{OWN}")
    page.evaluate("() => document.getElementById('far-down').scrollIntoView()")
    page.wait_for_function(  # the page scrolls smoothly
        "() => document.querySelector('#far-down h2').getBoundingClientRect().top < 150"
    )
    page.goto(f"{start}/index.html")
    link = page.get_by_role("link", name="Page, Far down")
    expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/page.html#far-down")
    assert desk.take() == []


def saved(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert download.value.suggested_filename.startswith("a-book-progress-")
    return Path(download.value.path()).read_bytes()


def load(page: Page, data: bytes) -> str:
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.json", "mimeType": "application/json", "buffer": data}
    )
    expect(page.locator(".progress-said")).to_contain_text("mine.json")
    return page.locator(".progress-said").inner_text()


def test_progress_is_saved_forgotten_and_loaded(desk: Visit, start: str) -> None:
    page = desk.page
    page.goto(f"{start}/lists.html")
    box(page, "One.")
    data = saved(page)
    assert json.loads(data) == {
        "format": "press-progress",
        "version": 1,
        "book": "A book",
        "ticked": ["own"],
        "read": [],
        "last": None,
    }
    page.get_by_role("button", name="Forget everything").click()
    assert checked(page) == []
    page.reload()
    assert checked(page) == []
    box(page, "Two.")
    load(page, data)
    page.reload()
    assert checked(page) == ["One.", "Two."]  # loading takes nothing away


def test_forgetting_can_be_undone(desk: Visit, address: str) -> None:
    page = desk.page
    page.goto(f"{address}/lists.html")
    expect(page.get_by_role("button", name="Undo")).to_be_hidden()
    box(page, "One.")
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Undo").click()
    page.reload()
    assert checked(page) == ["One."]


GOOD = {
    "format": "press-progress",
    "version": 1,
    "book": "A book",
    "ticked": ["other"],
    "read": [],
    "last": None,
}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "it is not JSON"),
        (b"[1, 2]", "not a file of progress"),
        (b"null", "not a file of progress"),
        (json.dumps({**GOOD, "version": 2}).encode(), "of version 2, and this edition reads"),
        (json.dumps({**GOOD, "book": "Another"}).encode(), "another book, “Another”"),
        (json.dumps({**GOOD, "ticked": "other"}).encode(), "lists are damaged"),
        (json.dumps({**GOOD, "last": {"page": 1}}).encode(), "lists are damaged"),
        (json.dumps({**GOOD, "read": None}).encode(), "lists are damaged"),
    ],
)
def test_a_bad_file_is_refused_and_nothing_is_lost(
    desk: Visit, address: str, data: bytes, why: str
) -> None:
    page = desk.page
    page.goto(f"{address}/lists.html")
    box(page, "One.")
    said = load(page, data)
    assert why in said
    assert "Your progress is unchanged" in said
    page.reload()
    assert checked(page) == ["One."]
    assert desk.take() == []


def test_ids_of_other_editions_are_kept(desk: Visit, address: str) -> None:
    page = desk.page
    page.goto(f"{address}/lists.html")
    load(page, json.dumps({**GOOD, "ticked": ["gone"], "last": {**PLACE, "page": "gone"}}).encode())
    box(page, "One.")
    assert json.loads(saved(page))["ticked"] == ["gone", "own"]
    page.goto(f"{address}/index.html")
    expect(page.locator(".continue")).to_be_hidden()


PLACE = {"page": "core-01/page", "section": "", "title": ""}


def test_a_browser_that_keeps_nothing_says_so(desk: Visit, address: str) -> None:
    page = desk.page
    page.add_init_script(
        "const get = Storage.prototype.getItem; Storage.prototype.getItem = function (key) {"
        " if (key.startsWith('press-')) throw new Error('no'); return get.call(this, key); };"
    )
    page.goto(f"{address}/lists.html")
    expect(page.locator(".progress-warning")).to_be_visible()
    box(page, "One.")
    assert json.loads(saved(page))["ticked"] == ["own"]
    assert desk.take() == []


def test_a_full_store_loses_no_tick_of_this_visit(desk: Visit, address: str) -> None:
    page = desk.page
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page.goto(f"{address}/lists.html")
    expect(page.locator(".progress-warning")).to_be_hidden()
    box(page, "One.")
    box(page, "Two.")
    assert checked(page) == ["One.", "Two."]
    expect(page.locator(".progress-warning")).to_be_visible()


def test_what_a_newer_edition_kept_is_put_aside(desk: Visit, address: str) -> None:
    page = desk.page
    page.goto(f"{address}/lists.html")
    newer = json.dumps({**GOOD, "version": 2})
    page.evaluate("text => localStorage.setItem('press-progress:A book', text)", newer)
    page.reload()
    box(page, "One.")
    kept = page.evaluate("() => localStorage.getItem('press-progress:A book:unread')")
    assert kept == newer


def test_two_tabs_agree(browser: Browser, address: str) -> None:
    context = browser.new_context()
    try:
        first, second = context.new_page(), context.new_page()
        for page in (first, second):
            page.goto(f"{address}/lists.html")
        box(first, "One.")
        second.wait_for_function("() => document.querySelectorAll(':checked').length >= 1")
        box(second, "Two.")
        second.reload()
        assert checked(second) == ["One.", "Two."]
    finally:
        context.close()


def test_the_keyboard_is_enough(desk: Visit, address: str) -> None:
    page = desk.page
    page.goto(f"{address}/lists.html")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.closest('label')?.textContent") == "One.":
            break
    page.keyboard.press("Space")
    assert checked(page) == ["One."]
    page.locator("article").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.textContent") == "Forget everything":
            break
    page.keyboard.press("Enter")
    assert checked(page) == []


def test_accessible_in_light_and_dark_and_on_a_phone(browser: Browser, address: str) -> None:
    for dark, small in ((False, False), (True, False), (False, True)):
        with tab(browser, dark=dark, phone=small) as visit:
            for name in (OWN, "lists.html", "index.html"):
                visit.page.goto(f"{address}/{name}")
                visit.page.evaluate("() => document.querySelector('[type=checkbox]')?.click()")
                assert [*overflow(visit), *axe(visit)] == []


def test_lists_read_without_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/lists.html")
        assert page.get_by_text("Take a pencil.").is_visible()
        assert page.locator("article li", has_text="One.").inner_text() == "One."
        assert page.locator("article input, article button").count() == 0
        style = "e => getComputedStyle(e).listStyleType"
        assert page.locator("article li", has_text="One.").evaluate(style) != "none"
    finally:
        context.close()
