"""The landing page says what is there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest

from press.checks.files import Folder
from press.checks.links import check_links
from press.examples.ledger import Ledger
from press.examples.model import Page
from press.facts import human_size
from press.layout import Layout


@pytest.fixture(scope="module")
def page(landing: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(landing.read_bytes())


def test_it_leads_to_every_edition_and_to_every_deck(
    layout: Layout, page: lxml.html.HtmlElement, epub: Path, pdf: Path, modules: list[str]
) -> None:
    targets = {str(link.get("href")) for link in page.iter("a")}
    wanted = {"web/index.html", f"epub/{epub.name}", f"pdf/{pdf.name}", "slides/index.html"}
    wanted |= {f"slides/{module}.html" for module in modules}
    wanted |= {f"epub/tracks/{file.name}" for file in (epub.parent / "tracks").glob("*.epub")}
    wanted |= {f"pdf/modules/{file.name}" for file in (pdf.parent / "modules").glob("*.pdf")}
    assert wanted <= targets
    report = check_links(Folder(layout.build), "build/", "index.html")
    assert not report.findings, "\n".join(map(str, report.findings))


def test_a_deck_is_called_as_its_first_slide(
    page: lxml.html.HtmlElement, slides: Path, modules: list[str]
) -> None:
    links = {str(a.get("href")): a.text_content().strip() for a in page.iter("a")}
    for module in modules:
        deck = lxml.html.parse(slides / f"{module}.html").getroot()
        assert links[f"slides/{module}.html"] == deck.xpath("string(//h1)").strip()


def test_its_sizes_are_those_of_the_files(
    page: lxml.html.HtmlElement, epub: Path, pdf: Path
) -> None:
    text = " ".join(page.text_content().split())
    for file in (epub, pdf):
        assert f"({human_size(file.stat().st_size)})" in text


def test_its_counts_are_those_of_the_ledger_and_of_the_sources(
    layout: Layout, page: lxml.html.HtmlElement, pages: dict[str, Page]
) -> None:
    text = " ".join(page.text_content().split())
    counts = Ledger(layout.root).counts()
    shown = [step for one in pages.values() for _, step in one.steps if not step.hidden]
    assert counts.examples == len(shown)
    said = re.search(r"([\d,]+) examples? with ([\d,]+) lines of code", text)
    assert said, text
    assert said[1] == f"{counts.executed:,}"
    lines = sum(bool(line.strip()) for step in shown for line in step.visible.splitlines())
    assert said[2] == f"{lines:,}"
    assert f"Python {counts.python}" in text
