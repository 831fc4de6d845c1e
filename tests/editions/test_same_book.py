"""One text, four editions: each holds the same modules and the same proven examples."""

from __future__ import annotations

import zipfile
from pathlib import Path

import lxml.html
import pikepdf
import pytest

from press.checks.pdf import page_texts
from press.examples.ledger import Ledger
from press.examples.model import Page
from press.examples.verdict import judge
from press.layout import Layout

EXAMPLES = "//div[contains(concat(' ', @class, ' '), ' example ')]"


def examples_of(data: bytes) -> list[str]:
    """The text of each example on a page of the website or of the EPUB."""
    root = lxml.html.document_fromstring(data)
    return sorted(code(str(block.xpath("string(.//pre)"))) for block in root.xpath(EXAMPLES))


def code(text: str) -> str:
    """Code as it is compared: without empty lines and spaces at the end."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


@pytest.fixture(scope="module")
def expected(pages: dict[str, Page]) -> dict[str, list[str]]:
    """The examples of each page that a reader should see, from the sources."""
    found = {
        name: sorted(code(step.visible) for _, step in page.steps if not step.hidden)
        for name, page in pages.items()
    }
    assert any(found.values())
    return found


def test_every_fence_of_the_book_has_run_and_did_what_the_page_says(
    layout: Layout, pages: dict[str, Page]
) -> None:
    ledger = Ledger(layout.root)
    unproven = []
    for page in pages.values():
        unproven += map(str, page.faults)
        for chain in page.chains:
            result = ledger.find(chain)
            if result is None and not ledger.waits(chain):
                unproven.append(f"{page.path}:{chain.line}: no record; type make prove")
            for number in range(len(chain.steps) if result else 0):
                finding = judge(page, chain, number, result)
                if finding is not None:
                    unproven.append(f"{page.path}:{finding.line}: {finding.summary}")
    assert not unproven, "\n".join(unproven)


def test_the_website_shows_every_example_of_the_sources_and_no_other(
    web: Path, expected: dict[str, list[str]]
) -> None:
    for name, examples in expected.items():
        assert examples_of((web / f"{name}.html").read_bytes()) == examples, name


def test_the_epub_shows_every_example_of_the_sources_and_no_other(
    epub: Path, expected: dict[str, list[str]]
) -> None:
    with zipfile.ZipFile(epub) as archive:
        for name, examples in expected.items():
            assert examples_of(archive.read(f"{name}.xhtml")) == examples, name


def test_the_pdf_shows_every_line_of_every_example(
    pdf: Path, expected: dict[str, list[str]]
) -> None:
    text = "".join("".join(page.split()) for page in page_texts(pdf))
    missing = [
        f"{name}: {line}"
        for name, examples in expected.items()
        for example in examples
        for line in example.splitlines()
        if "".join(line.split()) not in text
    ]
    assert missing == []


def test_every_edition_has_every_module(
    web: Path, epub: Path, pdf: Path, slides: Path, modules: list[str]
) -> None:
    assert modules
    with zipfile.ZipFile(epub) as archive:
        names = archive.namelist()
    with pikepdf.open(pdf) as file, file.open_outline() as outline:
        waiting, titles = list(outline.root), []
        while waiting:
            entry = waiting.pop()
            titles.append(entry.title)
            waiting += entry.children
    for module in modules:
        page = lxml.html.document_fromstring((web / module / "index.html").read_bytes())
        words = page.xpath("//h1//text()[not(ancestor::a[contains(@class, 'headerlink')])]")
        assert " ".join("".join(words).split()) in titles, module
        assert f"{module}/index.xhtml" in names, module
        assert (slides / f"{module}.html").is_file(), module
