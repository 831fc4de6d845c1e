"""A long listing goes over the end of a page between functions, not inside of one."""

from __future__ import annotations

from typing import Any

import weasyprint
from lxml import html

from press.layout import Layout
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
