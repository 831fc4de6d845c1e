"""The website in a real browser: silent, self-contained, usable by keyboard, dark on request."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from press.checks.accessibility import axe, overflow
from press.checks.browser import Visit, chromium, find_chromium, serve, tab
from press.checks.outcome import UnavailableError

try:
    find_chromium()
except UnavailableError as error:  # pragma: no cover -- depends on the machine
    pytest.skip(str(error), allow_module_level=True)

CONF = """
project = "A book"
language = "en"
extensions = ["myst_parser", "press.web", "press.epub", "sphinx_copybutton"]
html_theme = "book"
html_use_index = False
pygments_style = "theme.highlight.Light"
pygments_dark_style = "theme.highlight.Dark"
"""
PAGES = {
    "index.md": "# Front\n\nWords.\n\n```{toctree}\n:caption: Part\n\npart/index\n```\n",
    "part/index.md": "# Part\n\n```{toctree}\npage\n```\n",
    "part/page.md": "# Page\n\n"
    + "Enough words that a line must break somewhere on the page. " * 40
    + '\n\n```python\nprint("a line of code that is too long for any phone, whatever it costs")\n'
    "```\n\n## Second\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n"
    "| Phase | Module | Level | Hours | First |\n|---|---|---|---|---|\n"
    "| Foundation | One that has a long name | Intermediate–Advanced | 10–12 | – |\n"
    "| | Two | Advanced | 12–15 | Core 01 |\n",
}


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
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as base:
        yield base


@pytest.fixture
def phone(browser: Browser) -> Iterator[Visit]:
    with tab(browser, phone=True) as visit:
        yield visit


@pytest.fixture
def desk(browser: Browser) -> Iterator[Visit]:
    with tab(browser) as visit:
        yield visit


def fonts_ready(visit: Visit) -> None:
    visit.page.evaluate("() => document.fonts.ready.then(() => true)")


@pytest.mark.parametrize(
    "name", ["index.html", "part/page.html", "search.html?q=words", "404.html"]
)
def test_pages_are_silent_and_ask_no_other_host(
    desk: Visit, site: Path, address: str, name: str
) -> None:
    for base in (address, site.as_uri()):
        desk.page.goto(f"{base}/{name}")
        fonts_ready(desk)
        assert desk.take() == []


def test_text_is_set_in_the_fonts_of_the_site_even_from_the_file_system(
    desk: Visit, site: Path
) -> None:
    desk.page.goto(f"{site.as_uri()}/part/page.html")
    fonts_ready(desk)
    loaded = desk.page.evaluate(
        "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {'"Book Serif"', '"Book Sans"', '"Book Mono"'} <= {
        f'"{family.strip(chr(34))}"' for family in loaded
    }


def test_nothing_moves_when_the_fonts_come(desk: Visit, address: str) -> None:
    desk.page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => {"
        " for (const entry of list.getEntries()) window.moved += entry.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    desk.page.goto(f"{address}/part/page.html")
    fonts_ready(desk)
    assert desk.page.evaluate("() => window.moved") < 0.05


def test_accessible_in_light_and_dark_and_on_a_phone(browser: Browser, address: str) -> None:
    for dark, small in ((False, False), (True, False), (False, True)):
        with tab(browser, dark=dark, phone=small) as visit:
            for name in ("part/page.html", "search.html"):
                visit.page.goto(f"{address}/{name}")
                fonts_ready(visit)
                assert [*overflow(visit), *axe(visit)] == []


def test_a_wide_table_stands_as_cards_on_a_phone(desk: Visit, phone: Visit, address: str) -> None:
    look = """() => [...document.querySelectorAll(".table-wrapper")].map(one => {
        const cells = [...one.querySelectorAll("td")].filter(cell => cell.offsetWidth);
        return {
            hidden: one.scrollWidth - one.clientWidth,
            columns: new Set(cells.map(cell => cell.offsetLeft)).size,
            labels: cells.map(cell => getComputedStyle(cell, "::before").content),
        };
    })"""
    for visit in (desk, phone):
        visit.page.goto(f"{address}/part/page.html")
        fonts_ready(visit)
    small, wide = phone.page.evaluate(look)
    facts = ['"Level"', '"Hours"', '"First"']
    assert wide == {
        "hidden": 0,
        "columns": 1,
        "labels": ["none", "none", *facts, "none", *facts],
    }
    assert small == {"hidden": 0, "columns": 2, "labels": ["none"] * 2}
    _, wide = desk.page.evaluate(look)
    assert wide == {"hidden": 0, "columns": 5, "labels": ["none"] * 10}


def test_a_line_holds_about_seventy_letters(desk: Visit, address: str) -> None:
    desk.page.goto(f"{address}/part/page.html")
    fonts_ready(desk)
    letters = desk.page.evaluate(
        """() => {
            const text = document.querySelector('article p').firstChild;
            const range = document.createRange();
            range.selectNodeContents(text);
            return text.length / new Set([...range.getClientRects()].map(r => r.top)).size;
        }"""
    )
    assert 60 < letters < 80


def test_seventy_eight_columns_of_code_fit_without_scrolling(desk: Visit, address: str) -> None:
    desk.page.goto(f"{address}/part/page.html")
    fonts_ready(desk)
    columns = desk.page.evaluate(
        """() => {
            const pre = document.querySelector('article pre');
            const style = getComputedStyle(pre);
            const probe = document.createElement('span');
            probe.textContent = 'x'.repeat(100);
            pre.append(probe);
            const letter = probe.getBoundingClientRect().width / 100;
            probe.remove();
            const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
            return (pre.clientWidth - padding) / letter;
        }"""
    )
    assert columns >= 78


def test_contents_open_by_keyboard_on_a_phone(phone: Visit, address: str) -> None:
    page = phone.page
    page.goto(f"{address}/part/page.html")
    assert not page.locator(".sidebar-drawer").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".sidebar-drawer").is_visible()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("() => !!document.activeElement.closest('.sidebar-drawer')"):
            return
    pytest.fail("the keyboard does not reach the contents")


def test_dark_comes_by_preference_and_by_the_switch(
    browser: Browser, desk: Visit, address: str
) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    with tab(browser, dark=True) as visit:
        visit.page.goto(f"{address}/part/page.html")
        night = visit.page.evaluate(ground)
    desk.page.goto(f"{address}/part/page.html")
    day = desk.page.evaluate(ground)
    desk.page.locator(".theme-toggle-content button").click()
    assert desk.page.evaluate(ground) == night != day


def test_code_is_copied_without_its_button(desk: Visit, address: str) -> None:
    desk.page.goto(f"{address}/part/page.html")
    desk.page.locator("button.copybtn").first.wait_for(state="attached")
    target = desk.page.locator("button.copybtn").first.get_attribute("data-clipboard-target")
    assert desk.page.locator(str(target)).inner_text().startswith("print(")


def test_search_finds_a_page_from_the_file_system(desk: Visit, site: Path) -> None:
    desk.page.goto(f"{site.as_uri()}/search.html?q=somewhere")
    link = desk.page.locator("#search-results li a").first
    link.wait_for()
    assert "part/page.html" in str(link.get_attribute("href"))


def test_pages_read_without_script(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/part/page.html")
        assert page.locator("article h1").is_visible()
        assert page.locator(".sidebar-tree a").first.is_visible()
    finally:
        context.close()
