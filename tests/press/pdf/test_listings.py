"""A long listing goes over the end of a page between functions, not inside of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
from lxml import html
from weasyprint.formatting_structure.boxes import BlockBox, InlineBox, LineBox

from press.css import code_colors
from press.layout import Layout
from press.pdf.breaks import end_with_text
from press.pdf.sheet import Sheet
from press.pdf.translator import PrintHighlighter

FUNCTION = "def f(a, b):\n    x = a\n    y = b\n    z = x + y\n    return z\n\n\n"


def printed(code: str) -> str:
    return str(PrintHighlighter("none", 78).highlight_block(code, "python"))


def blocks(code: str) -> list[tuple[str, str]]:
    """Return class and text of each block of a listing."""
    root = html.fragment_fromstring(printed(code))
    return [(one.get("class") or "", one.text_content()) for one in root.find("pre").iter("span")][
        1:
    ]


def test_lines_between_blank_ones_are_a_block_and_no_text_is_lost() -> None:
    code = "import this\nimport that\nimport a\n\n\n" + FUNCTION * 2 + "print(f(1, 2))\n"
    found = [one for one in blocks(code) if one[0] in {"together", "apart"}]
    assert [kind for kind, _ in found] == ["together"] * 3
    assert found[0][1] == "import this\nimport that\nimport a\n\n\n"
    assert found[1][1] == FUNCTION
    # One line alone stays with the block before it.
    assert found[2][1] == FUNCTION + "print(f(1, 2))\n"
    assert html.fragment_fromstring(printed(code)).text_content() == code


def test_many_lines_without_a_blank_one_may_go_over_the_end() -> None:
    code = FUNCTION + "x = 1\n" * 11
    assert [kind for kind, _ in blocks(code) if kind in {"together", "apart"}] == [
        *("together", "apart")
    ]


def test_a_listing_that_stays_whole_has_no_blocks() -> None:
    assert "together" not in printed(FUNCTION)


def test_a_page_ends_between_two_functions(layout: Layout) -> None:
    sheet = Sheet.load(layout.root, "book", "")
    style = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/")
    code = FUNCTION.replace("    z", "    y = a\n" * 5 + "    z") * 8
    for before in range(3, 9):  # lines of text: the end of the page is somewhere else each time
        text = "<p>word</p>" * before
        body = f'<body>{text}<div class="highlight-python tall">{printed(code)}</div>'
        pages = weasyprint.HTML(string=body).render(stylesheets=[style]).pages
        assert len(pages) > 1
        for page in pages[1:]:
            words = [box.text for box in page._page_box.descendants() if hasattr(box, "text")]
            assert "".join(words).startswith("def f(a, b):")


def test_between_a_listing_and_what_it_prints_is_a_hairline(layout: Layout) -> None:
    sheet = Sheet.load(layout.root, "book", "")
    style = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/")
    listing = f'<div class="highlight-python short">{printed("print(1)")}</div>'
    output = '<div class="output highlight-text short"><pre>1</pre></div>'
    (page,) = weasyprint.HTML(string=f"<body>{listing}{output}").render(stylesheets=[style]).pages
    found: dict[Any, Any] = {}
    for box in page._page_box.descendants():
        if box.element_tag == "pre":
            found.setdefault(box.element, box)
    code, said = found.values()
    gap = said.border_box_y() - (code.border_box_y() + code.border_height())
    assert 1.5 < gap * 0.75 < 2.5  # points


def rendered(layout: Layout, body: str) -> Any:
    highlighting = code_colors(PrintHighlighter("theme.highlight.Light", 78).get_stylesheet())
    sheet = Sheet.load(layout.root, "book", highlighting)
    style = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/")
    return weasyprint.HTML(string=f"<body>{body}").render(stylesheets=[style])


def boxes(page: Any, tag: str, kind: type[Any] = BlockBox) -> list[Any]:
    found: Iterator[Any] = (one for one in page._page_box.descendants() if isinstance(one, kind))
    return [one for one in found if one.element_tag == tag]


def lines(box: Any) -> list[Any]:
    found = (one for one in box.descendants() if isinstance(one, LineBox))
    return [one for one in found if any(getattr(t, "text", "").strip() for t in one.descendants())]


def test_the_ground_of_a_listing_that_goes_on_ends_below_its_last_line(layout: Layout) -> None:
    code = FUNCTION.replace("    z", "    y = a\n" * 5 + "    z") * 8
    listing = f'<div class="highlight-python tall">{printed(code)}</div>'
    pages = rendered(layout, "<p>word</p>" * 5 + listing).pages
    end_with_text(pages)
    cut, *_ = boxes(pages[0], "pre")
    last = lines(cut)[-1]
    assert cut.content_box_y() + cut.height == pytest.approx(last.position_y + last.height)
    _, top, _, height = cut.background.layers[-1].painting_area
    assert top + height == pytest.approx(cut.border_box_y() + cut.border_height())
    around = [one for one in boxes(pages[0], "div") if one.height > cut.height]
    assert around  # they reach to the foot of the page, and are not painted
    assert not any(one.style["background_color"].alpha for one in around)
    rest, *_ = boxes(pages[1], "pre")
    assert rest.height >= 10  # what ends here keeps its height


def test_the_theme_says_how_high_a_line_of_code_is(layout: Layout) -> None:
    listing = f'<div class="highlight-python">{printed(FUNCTION)}</div>'
    pre, *_ = boxes(rendered(layout, listing).pages[0], "pre")
    wanted = Sheet.load(layout.root, "book", "").length("code-line") / 0.75
    assert [line.height for line in lines(pre)] == pytest.approx([wanted] * 5)
    assert "line-height" in PrintHighlighter("none", 78).get_stylesheet()  # what is dropped


def test_captions_in_the_list_of_figures_keep_clear_of_the_numbers(layout: Layout) -> None:
    line = (
        '<p class="toc-line toc-figure"><a class="toc-title" href="#a"><span class="toc-number">'
        'Fig. 1</span> {}</a><a class="toc-page page-number" href="#a">100</a></p>'
    )
    captions = [
        "Equal objects",
        *("Two methods move a loan, time moves it, and it" + "i" * n for n in range(36)),
    ]
    body = '<h1 id="a">Figures</h1>' + "".join(map(line.format, captions))
    for page in rendered(layout, body).pages:
        for entry in boxes(page, "p"):
            column = entry.content_box_x() + entry.width
            numbers = [
                one for one in boxes(page, "a", InlineBox) if "toc-page" in one.element.get("class")
            ]
            edges = {round(one.position_x + one.width + one.padding_left, 2) for one in numbers}
            assert edges == {round(entry.position_x + entry.margin_width(), 2)}
            for text in (
                one for one in entry.descendants() if getattr(one, "text", "").strip(" .")
            ):
                inside = text.position_x + text.width
                assert text.text == "100" or inside <= column + 0.01
