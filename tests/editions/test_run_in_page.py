"""Core 01 in a reader's hands: every Run button prints what the page shows below it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press import page_proof
from press.checks.browser import serve, tab
from press.examples.verdict import ELISION
from press.examples.wasm import FILES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MODULE = "core/01-python-oop-fundamentals"
# Press each button in turn, and tell for each what the page shows below it and what came.
PRESS_ALL = """
async () => {
    const told = [];
    for (const bar of document.querySelectorAll(".run-bar")) {
        const listing = bar.closest(".listing");
        const shown = [...listing.querySelectorAll(".output pre")].map(pre => pre.textContent);
        bar.querySelector("button").click();
        const status = () => listing.querySelector(".run-status").textContent;
        while (!/Your run|An earlier|could not|Stopped/.test(status()))
            await new Promise(soon => setTimeout(soon, 5));
        const printed = listing.querySelector(".run-output").textContent;
        told.push([status(), shown.join(""), printed]);
    }
    return told;
}
"""

pytestmark = pytest.mark.skipif(
    not page_proof.at_hand(), reason="needs Node.js and Pyodide (type: make pyodide, then make)"
)


def plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_the_site_carries_what_it_runs(web: Path) -> None:
    for name in FILES:
        assert (web / "_static" / "run" / "pyodide" / name).is_file(), "type: make"


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "classes-and-state",
        "the-data-model",
        "properties-values-programs",
        "exercises",
        "interview",
        "quiz",
    ],
)
def test_every_button_of_core_01_prints_what_the_page_shows(
    browser: Browser, web: Path, name: str
) -> None:
    with serve(web) as base, tab(browser) as visit:
        visit.page.goto(f"{base}/{MODULE}/{name}.html")
        told = visit.page.evaluate(PRESS_ALL)
        assert visit.take() == []
    assert told, "no example of this page has a button"
    for status, shown, printed in told:
        assert status.startswith("Your run"), status
        if shown:
            wanted = re.escape(plain(shown)).replace(re.escape(ELISION), ".*")
            assert re.fullmatch(wanted, plain(printed), re.S), f"{shown}\nis not\n{printed}"
