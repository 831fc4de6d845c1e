"""Figures that do not fit at the foot of a page let the text after them go first."""

from __future__ import annotations

import re
from typing import Any

import pytest
import weasyprint

from press.layout import Layout
from press.pdf.figures import settle
from press.pdf.sheet import Sheet

STYLE = """
@page { size: 200px 300px; margin: 0 }
body { margin: 0; font: 10px/20px monospace }
p, figure, div { margin: 0; break-inside: avoid }
figure { height: 200px }
"""
LINE = "<p>word</p>"
FULL = LINE * 8  # 160 of the 300 px of a page
FIGURE = '<figure id="f">picture</figure>'


def order(body: str, more: str = "") -> list[str]:
    """Return what stands in the body, in the order it is printed."""
    html = weasyprint.HTML(string=f"<body>{body}")
    style = weasyprint.CSS(string=STYLE + more)
    settle(html.etree_element, lambda: html.render(stylesheets=[style]))
    inside = html.etree_element.find("body")
    assert inside is not None
    return [element.get("id") or element.tag for element in inside]


def test_text_fills_the_page_before_a_figure_that_does_not_fit() -> None:
    found = order(FULL + FIGURE + "<p>after" * 12)
    assert found.index("f") == 8 + 7  # 140 px were empty: seven lines
    assert len(found) == 8 + 1 + 12


def test_a_figure_moves_again_where_the_text_before_it_has_become_shorter() -> None:
    taller = "figure + p { padding-top: 80px }"  # until the figure is somewhere else
    assert order(FULL + FIGURE + "<p>after" * 12, taller).index("f") == 8 + 3 + 1


def test_a_figure_that_fits_stays() -> None:
    assert order(LINE * 5 + FIGURE + "<p>after" * 12).index("f") == 5


def test_a_page_that_is_nearly_full_stays() -> None:
    assert order(LINE * 13 + FIGURE + "<p>after" * 12).index("f") == 13


def test_a_name_before_a_figure_goes_with_it() -> None:
    found = order(FULL + '<span id="name"></span>' + FIGURE + "<p>after" * 12)
    assert found.index("name") == found.index("f") - 1 == 8 + 7


def test_a_listing_goes_with_the_sentence_that_announces_it() -> None:
    listing = (
        '<div class="shown highlight-python">one</div><div class="output highlight-text">two</div>'
    )
    assert order(FULL + FIGURE + "<p>so:" + listing + "<p>x" * 9)[8:12] == [
        *("p", "div", "div", "p")
    ]
    assert order(LINE * 11 + FIGURE + "<p>so:" + listing + "<p>x" * 9).index("f") == 11 + 4


def test_a_figure_moves_over_a_sentence_that_speaks_of_the_place_of_something_else() -> None:
    said = "<p>The box above."
    assert order(FULL + FIGURE + said + "<p>after" * 12).index("f") == 8 + 7


def box(lines: int, before: int, kind: str = "admonition whole") -> list[int]:
    """Return how many lines of a box stand on each page, after ``before`` lines of text."""
    inside = '<p class="inside">word</p>' * lines
    html = weasyprint.HTML(
        string=f'<body>{LINE * before}<section><div class="{kind}">{inside}</div>{LINE}'
    )
    style = weasyprint.CSS(string=f"{STYLE} .long-box {{ break-inside: auto }}")
    pages = settle(html.etree_element, lambda: html.render(stylesheets=[style])).pages
    of_a_line = 3  # a paragraph's box, its line's and its text's
    return [classes(page._page_box).count("inside") // of_a_line for page in pages]


def test_a_box_breaks_where_a_third_of_the_page_would_stay_empty() -> None:
    assert box(lines=10, before=8) == [7, 3]
    assert box(lines=10, before=12) == [0, 10]
    assert box(lines=7, before=8) == [7, 0]


def test_a_list_of_contents_breaks_where_a_third_of_the_page_would_stay_empty() -> None:
    assert box(lines=10, before=8, kind="toctree-wrapper compound") == [7, 3]
    assert box(lines=10, before=12, kind="toctree-wrapper compound") == [0, 10]


@pytest.mark.parametrize("kind", ["admonition whole", "toctree-wrapper"])
def test_the_style_sheet_lets_it_break(layout: Layout, kind: str) -> None:
    sheet = Sheet.load(layout.root, "book", "")
    style = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/")
    inside = "<p>word</p>" * 20
    body = f'<body>{"<p>before</p>" * 10}<section><div class="{kind}">{inside}</div>'
    pages = []
    for markup in (body, body.replace(kind, f"{kind} long-box")):
        root = weasyprint.HTML(string=markup)
        first = root.render(stylesheets=[style]).pages[0]._page_box
        pages.append(sum(one.element_tag == "div" for one in first.descendants()))
    assert pages[0] == 0
    assert pages[1] > 0


@pytest.mark.parametrize(
    "body",
    [
        FULL + "<p>This is it:" + FIGURE + "<p>after" * 12,
        FULL + FIGURE + "<h2>Next</h2>" + "<p>after" * 12,
        FULL + FIGURE + FIGURE.replace('"f"', '"g"') + "<p>after" * 12,
        FULL + FIGURE + "<p>The diagram says it." + "<p>after" * 12,
        FULL + FIGURE + "<p>It is above." + "<p>after" * 12,
        FULL + FIGURE + '<div class="admonition">The picture</div>' + "<p>after" * 12,
        FULL + FIGURE + "<p>This is what follows:" + "<h2>Next</h2>" + "<p>after" * 12,
    ],
    ids=[
        "announced",
        "before-a-heading",
        "before-a-figure",
        "spoken-of",
        "its-place",
        "in-a-box",
        "announcing",
    ],
)
def test_a_figure_stays_where_the_text_needs_it(body: str) -> None:
    tags = re.findall(r"<(p|h2|figure|div)\b", body)
    assert order(body).index("f") == tags.index("figure")


def test_a_page_ends_between_the_program_and_the_options_of_a_quiz(layout: Layout) -> None:
    """Questions of more than half a page do not leave the other half empty."""
    option = (
        '<div class="quiz-option"><p class="quiz-letter">A</p><p class="quiz-answer">x</p></div>'
    )
    quiz = (
        '<div class="quiz"><p class="study-label">Question</p>'
        f'<div class="question"><p>Which?</p><pre>{"line<br>" * 10}</pre></div>'
        f'<div class="quiz-options">{option * 8}</div><p class="answer-links">Answer</p></div>'
    )
    sheet = Sheet.load(layout.root, "book", "")
    style = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/")
    pages = weasyprint.HTML(string=f"<body>{quiz * 2}").render(stylesheets=[style]).pages
    first, second = (classes(page._page_box) for page in pages)
    assert first.count("quiz-option") == 8
    assert first.count("question") == 2
    assert second.count("question") == 0
    assert second.count("quiz-option") == 8


def classes(box: Any) -> list[str]:
    """Return the classes of all boxes with elements that a page holds, in order."""
    found = [box.element.get("class") or ""] if box.element is not None else []
    for child in getattr(box, "children", ()):
        found += classes(child)
    return found
