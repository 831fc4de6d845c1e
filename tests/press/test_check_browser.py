"""The browser check: a sound page passes, each planted fault is found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press.checks import accessibility
from press.checks import browser as browsers
from press.checks.outcome import UnavailableError
from press.layout import Layout

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Money</title>
<meta name="viewport" content="width=device-width">
<style>
body { color: #111; background: #fff; margin: 8px; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } }
</style></head>
<body><main><h1>Money</h1><p id="words">Words.</p></main></body></html>
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "build" / "web").mkdir(parents=True)
    return tmp_path


def faults(browser: Browser, site: Path, page: str) -> list[str]:
    (site / "build/web/page.html").write_text(page, encoding="utf-8")
    found = accessibility.check_folder(browser, site / "build", ["web/page.html"])
    return [finding.what for _, finding in found]


def test_a_sound_page_has_no_finding(browser: Browser, site: Path) -> None:
    assert faults(browser, site, PAGE) == []


FAULTS = [
    ("<script>console.error('spilled')</script>", "console error: spilled"),
    ("<script>spill()</script>", "script error: spill is not defined"),
    ('<img src="gone.png" alt="Gone">', "/web/gone.png answers 404"),
    (
        "<script>fetch('https://cdn.example/x.js').catch(() => {})</script>",
        "a request leaves the host: https://cdn.example/x.js",
    ),
    ("<div style='width: 600px'>wide</div>", "div 'wide' is 218 px wider than the 390 px window"),
    (f"<p><nobr>{'x' * 300}</nobr></p>", "wider than the 1280 px window"),
    ("<p style='color: #999'>pale</p>", "axe color-contrast on <p style"),
    ("<button></button>", "axe button-name"),
    (
        "<style>@media (prefers-color-scheme: dark) { i { color: #333 } }</style><i>dim</i>",
        "axe color-contrast on <i>dim</i> (dark)",
    ),
    (
        "<style>@media (max-width: 500px) { b { color: #aaa } }</style><b>small</b>",
        "axe color-contrast on <b>small</b> (phone)",
    ),
]


@pytest.fixture(scope="module")
def found(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is found on a page that has every fault."""
    site = tmp_path_factory.mktemp("planted")
    (site / "build" / "web").mkdir(parents=True)
    html = "".join(html for html, _ in FAULTS)
    return faults(browser, site, PAGE.replace("</main>", f"{html}</main>"))


@pytest.mark.parametrize("finding", [finding for _, finding in FAULTS])
def test_a_planted_fault_is_found(found: list[str], finding: str) -> None:
    assert any(finding in one for one in found), found


def test_what_scrolls_in_its_own_box_does_not_overflow(browser: Browser, site: Path) -> None:
    box = "<div style='overflow-x: auto' tabindex='0'><div style='width: 600px'>wide</div></div>"
    assert faults(browser, site, PAGE.replace("</main>", f"{box}</main>")) == []


def test_what_a_hidden_overflow_cuts_off_is_found(browser: Browser, site: Path) -> None:
    page = PAGE.replace("margin: 8px", "overflow-x: hidden")
    found = faults(browser, site, page.replace("</main>", "<pre>" + "x" * 99 + "</pre></main>"))
    assert any("px wider than the 390 px window" in one for one in found), found


def test_a_finding_is_told_at_its_line_in_the_source(browser: Browser, site: Path) -> None:
    (site / "book").mkdir()
    (site / "book/page.md").write_text("# Money\n\nWords, pale ones.\n")
    page = PAGE.replace("</main>", "<p style='color: #999'>pale</p></main>")
    (site / "build/web/page.html").write_text(page)
    (site / "build/index.html").write_text(PAGE)
    (outcome,) = accessibility.run(Layout(site))
    assert outcome.subject == "build/web, 1 page, build/index.html"
    assert [f"{one.path}:{one.line}" for one in outcome.findings] == ["book/page.md:3"]


def test_a_website_that_is_not_built_is_a_finding(tmp_path: Path) -> None:
    (outcome,) = accessibility.run(Layout(tmp_path))
    assert "type make web" in str(outcome.findings[0])


def test_the_browser_is_the_one_that_is_named_or_the_first_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "google-chrome"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browsers, "_BUNDLES", ())
    assert browsers.find_chromium() == str(program)
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    with pytest.raises(UnavailableError, match="CHROMIUM=no-such-browser is no program"):
        browsers.find_chromium()
    monkeypatch.delenv("CHROMIUM")
    program.unlink()
    with pytest.raises(UnavailableError, match="apt-get install chromium"):
        browsers.find_chromium()


def test_users_of_the_browser_share_one_and_the_last_closes_it(browser: Browser) -> None:
    with browsers.chromium() as other:
        assert other is browser
    assert browser.is_connected()
