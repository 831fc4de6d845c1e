"""Decks in a real browser: a sound deck passes, and each planted fault is found."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from press import deckcheck
from press.checks import browser as browsers
from press.checks.browser import Visit
from press.checks.outcome import Origins
from press.finding import Finding
from press.layout import Layout

CONF = """
project = "A book"
language = "en"
extensions = ["myst_parser", "press.diagrams", "press.decks"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
myst_footnote_sort = False
revealjs_html_theme = "decks"
revealjs_use_section_ids = True
"""
DECK = """\
# Money

Why amounts carry a currency

```{revealjs-notes}
Say **why** first.
```

## Euros and dollars do not add

```{revealjs-code-block} python
:data-line-numbers: 1|2|3

first = 1
second = 2
third = 3
```

```{revealjs-code-block} text
:class: output

6
```

## A ledger owns its accounts

```{mermaid}
:alt: A ledger holds many accounts.
:caption: The ledger owns.

flowchart LR
    Ledger --> Account
```

## Two sides

::::{container} columns
:::{container}
Left with `code`[^note].
:::
:::{container}
{.fragment}
Right, on the next key.
:::
::::

[^note]: A source, see `help`.

## A trap

| what | who |
|---|---|
| `extend` | nobody |

:::{admonition} Trap
:class: trap
Careful.
:::
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built deck and its shelf."""
    root = tmp_path_factory.mktemp("decks")
    (root / "slides").mkdir()
    (root / "conf.py").write_text(CONF)
    (root / "slides/index.md").write_text("# Decks\n\n```{decks}\n```\n")
    (root / "slides/money.md").write_text(DECK)
    warnings = io.StringIO()
    with docutils_namespace(), patch_docutils(root):
        Sphinx(
            *(root / "slides", root, root / "build/slides", root / "trees", "revealjs"),
            status=None,
            warning=warnings,
        ).build()
    assert warnings.getvalue() == ""
    return root / "build/slides"


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    """One tab for all tests."""
    with browsers.chromium() as browser, browsers.tab(browser) as visit:
        yield visit


def check(visit: Visit, file: Path, *sizes: tuple[int, int]) -> list[Finding]:
    origins = Origins(Layout(file.parents[2]))
    return deckcheck.check_page(visit, file, sizes or deckcheck.SIZES, origins)


@pytest.fixture
def plant(site: Path) -> Iterator[Path]:
    """A copy of the deck to plant a fault in."""
    copy = site / "planted.html"
    shutil.copy(site / "money.html", copy)
    yield copy
    copy.unlink()


# -- a sound deck ---------------------------------------------------------------


@pytest.mark.parametrize("page", ["money.html", "index.html"])
def test_a_sound_page_has_no_findings_at_any_size(visit: Visit, site: Path, page: str) -> None:
    assert check(visit, site / page) == []


def test_next_marks_the_lines_of_the_next_step_and_back_again(visit: Visit, site: Path) -> None:
    page = visit.page
    page.goto((site / "money.html").as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    marked = "() => [...document.querySelectorAll('.line.marked')].map(e => e.innerText)"
    page.keyboard.press("ArrowRight")
    seen = [page.evaluate(marked)]
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(page.evaluate(marked))
    assert seen == [["first = 1"], ["second = 2"], ["third = 3"], ["second = 2"]]


def test_screen_readers_get_a_document_and_no_application(visit: Visit, site: Path) -> None:
    page = visit.page
    page.goto((site / "money.html").as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    assert page.locator(".reveal").get_attribute("role") == "main"
    assert page.locator("[role=application]").count() == 0


def test_the_speaker_view_shows_notes_and_clock_from_the_file_system(
    visit: Visit, site: Path
) -> None:
    page = visit.page
    page.goto((site / "money.html").as_uri())
    page.wait_for_function("() => Reveal.isReady()")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    notes = popup.value.locator(".speaker-controls-notes .value strong")
    notes.wait_for()
    assert notes.inner_text() == "why"
    popup.value.close()


def test_a_printed_deck_has_one_page_a_slide(visit: Visit, site: Path, tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = visit.page
    page.goto((site / "money.html").as_uri() + "?print-pdf")
    page.wait_for_function("() => Reveal.isReady() && document.querySelector('.pdf-page')")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    pdf = pypdfium2.PdfDocument(tmp_path / "deck.pdf")
    assert len(pdf) == 5
    assert "Careful." in pdf[4].get_textpage().get_text_range()
    page.goto("about:blank")


def test_a_phone_gets_a_page_to_read(visit: Visit, site: Path) -> None:
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((site / "money.html").as_uri())
    assert page.locator("section section:visible").count() == 5
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert not page.locator("aside.notes").first.is_visible()
    page.goto("about:blank")


# -- planted faults -------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "rule", "what"),
    [
        (("<p>Careful.</p>", "<p>Careful.</p>" * 12), "overflow", "into the foot of the slide"),
        (
            ("<p>Careful.</p>", "<p style='min-width:2000px'>Wide.</p>"),
            "overflow",
            "over the right edge",
        ),
        (("third = 3", "third = " + "3" * 90), "cut", "code is cut off"),
        (("<p>Careful.</p>", "<p style='font-size:14px'>C.</p>"), "letters", "letters of 14.0 px"),
        (("<h2>A trap</h2>", ""), "title", "a slide without a title"),
        (('alt="A ledger holds many accounts."', 'alt=""'), "alt", "says nothing"),
        (('src="_images/diagram-', 'src="_images/gone-'), "image", "does not load"),
        (("<p>Careful.</p>", "<p id='a-trap'>Careful.</p>"), "id", "the id a-trap stands twice"),
        (("<p>Careful.</p>", "<p style='color:#ccc'>Pale.</p>"), "page", "color contrast"),
        (("<p>Careful.</p>", "<button></button>"), "page", "discernible text"),
        (("</head>", "<script>throw Error('boom')</script></head>"), "page", "boom"),
        (("</head>", "<script>console.error('ouch')</script></head>"), "page", "ouch"),
        (
            ("</head>", "<link rel=stylesheet href=https://fonts.example/a.css></head>"),
            "page",
            "a request leaves the host: https://fonts.example/a.css",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)
def test_a_planted_fault_is_found(
    visit: Visit, plant: Path, change: tuple[str, str], rule: str, what: str
) -> None:
    old, new = change
    html = plant.read_text(encoding="utf-8")
    if rule == "cut":  # between the numbers' own elements
        old, new = '<span class="mi">3</span>', f'<span class="mi">{"3" * 90}</span>'
    assert old in html
    plant.write_text(html.replace(old, new, 1), encoding="utf-8")
    findings = check(visit, plant, (1280, 720))
    assert rule in {finding.rule for finding in findings}
    assert any(what in finding.what for finding in findings), findings


def test_an_alternative_text_that_is_the_files_name_is_none(visit: Visit, plant: Path) -> None:
    html = plant.read_text(encoding="utf-8")
    name = html.split('src="')[-1].split('"')[0] if 'src="_images' not in html else ""
    name = name or html.split('src="_images/')[1].split('"')[0]
    html = html.replace('alt="A ledger holds many accounts."', f'alt="_images/{name}"')
    plant.write_text(html, encoding="utf-8")
    assert [finding.rule for finding in check(visit, plant, (1280, 720))] == ["alt"]


def test_a_fault_of_one_size_names_the_size(visit: Visit, plant: Path) -> None:
    html = plant.read_text(encoding="utf-8")
    css = "<style>@media (max-width: 1100px) {.admonition {margin-top: 600px !important}}</style>"
    plant.write_text(html.replace("</head>", css + "</head>"), encoding="utf-8")
    found = check(visit, plant)
    assert found
    assert all(finding.what.endswith("at 1024x768") for finding in found)


def test_a_finding_names_the_line_of_the_slide_in_the_source(
    visit: Visit, site: Path, tmp_path: Path
) -> None:
    money = site / "money.html"
    kept = money.read_text(encoding="utf-8")
    money.write_text(kept.replace("<p>Careful.</p>", "<p>Careful.</p>" * 12), encoding="utf-8")
    try:
        finding = check(visit, money, (1280, 720))[0]
    finally:
        money.write_text(kept, encoding="utf-8")
    line = DECK.partition("## A trap")[0].count("\n") + 1
    assert (finding.path, finding.line) == ("slides/money.md", line)


def test_the_command_reports_and_fails(
    site: Path, plant: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = plant.read_text(encoding="utf-8")
    plant.write_text(html.replace("<h2>A trap</h2>", ""), encoding="utf-8")
    assert deckcheck.main([str(site)]) == 1
    printed = capsys.readouterr().out
    assert "a slide without a title" in printed
    assert printed.endswith("3 pages, 1 finding\n")


def test_without_a_browser_one_line_says_what_to_install(site: Path) -> None:
    # In a process of its own: this one has a browser open already.
    done = subprocess.run(
        [sys.executable, "-m", "press.deckcheck", str(site)],
        env={**os.environ, "CHROMIUM": "no-such-browser"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "CHROMIUM=no-such-browser is no program: name the browser's file\n"
