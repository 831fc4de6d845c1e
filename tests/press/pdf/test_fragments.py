"""What a document's HTML looks like before it is set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press.pdf.fragments import Fragment, Words, write_fragment
from press.pdf.translator import PrintHighlighter


def fragment(body: str, folder: Path = Path("/nowhere")) -> Fragment:
    made = Fragment("one/page", str(folder / "page.md"))
    write_fragment(made, body, Words())
    return made


def test_ids_carry_the_name_of_their_document() -> None:
    made = fragment('<p id="a">x</p>')
    assert '<p id="one/page#a">' in made.markup


def test_the_id_of_a_section_moves_into_its_heading() -> None:
    made = fragment('<section id="s"><span id="t"></span><h1>Title</h1><p>x</p></section>')
    assert "<section>" in made.markup
    heading = re.search(r"<h1>(.*?)</h1>", made.markup)
    assert heading
    assert heading[1].count("<span id=") == 3  # both names of the section and the document's
    assert heading[1].endswith("Title")
    assert made.title.id == "one/page#s"


def test_a_document_without_a_heading_still_has_a_name_to_lead_to() -> None:
    assert '<span id="one/page">' in fragment("<p>x</p>").markup


def test_a_cross_reference_gets_a_place_for_the_page_number() -> None:
    made = fragment('<p><a class="reference internal" href="book:two#x">Two</a>.</p>')
    box = '<a class="page-number" href="page:two#x"></a>'
    assert f"(page\u00a0{box})</span>." in made.markup
    assert made.links == ["two#x"]


@pytest.mark.parametrize("around", ["h2", 'p class="no-page"'])
def test_no_page_number_stands_in_headings_or_where_none_is_wanted(around: str) -> None:
    tag = around.split(maxsplit=1)[0]
    body = f'<{around}><a class="reference internal" href="book:two">Two</a></{tag}>'
    assert "page-number" not in fragment(body).markup


def test_a_link_inside_the_document_is_a_link_of_the_book() -> None:
    assert 'href="book:one/page#x"' in fragment('<a href="#x">x</a>').markup


def test_a_heading_for_the_contents_has_no_number_note_or_link_in_it() -> None:
    made = fragment(
        '<section id="s"><h1><span class="module-number">Core 01</span> The '
        '<a href="book:x"><code>set</code></a><span class="note" data-label="1">n</span></h1>'
        "</section>"
    )
    assert (made.title.number, made.title.text) == ("Core 01", "The set")
    assert made.title.markup == "The <code>set</code>"


def test_a_picture_of_raw_html_is_found_beside_its_document(tmp_path: Path) -> None:
    (tmp_path / "a b.png").write_bytes(b"")
    made = fragment('<img src="a%20b.png" alt="x">', tmp_path)
    assert made.images == {"one/page/a b.png": str(tmp_path / "a b.png")}
    assert made.problems == []


def test_a_picture_that_is_missing_or_elsewhere_is_a_problem() -> None:
    made = fragment('<img src="no.png" alt=""><img src="https://example.org/a.png" alt="">')
    assert [problem.split()[2] for problem in made.problems] == [
        "no.png",
        "https://example.org/a.png",
    ]


def test_comments_and_empty_spans_are_gone() -> None:
    made = fragment('<p><!--mark--><code><span class="pre">a</span> b</code></p>')
    assert "<code>a b</code>" in made.markup
    assert "mark" not in made.markup


def test_a_footnote_has_no_line_ends_left() -> None:
    made = fragment('<p><small class="note" data-label="1">one\n  two</small></p>')
    assert ">one two<" in made.markup


def test_a_range_of_numbers_stays_on_one_line_and_code_stays_as_it_is() -> None:
    made = fragment("<p>weeks 1–2 and <em>so</em> 10–134 on, <code>1–2</code></p>").markup
    assert made.count('<span class="range">') == 2
    assert '<span class="range">1–2</span> and' in made
    assert '</em> <span class="range">10–134</span> on' in made
    assert "<code>1–2</code>" in made


def test_a_link_gets_the_number_of_its_address_and_a_heading_does_not() -> None:
    made = fragment(
        '<h2><a href="https://x.org/">x</a></h2>'
        '<p><a href="https://www.a.org/b/">b</a>, <a href="https://c.org">c.org</a></p>'
    ).markup
    assert ">\N{WORD JOINER}[1]</span>, " in made
    assert ">a.org/<wbr></wbr>b</a>" in made
    assert made.count("[2]") == 0


def test_white_space_between_items_is_no_text_of_the_list() -> None:
    made = fragment("<ul>\n<li>one</li>\n<li>two</li>\n</ul>")
    assert made.markup.endswith("<ul><li>one</li><li>two</li></ul>")


def test_long_code_in_text_may_break_behind_a_dot() -> None:
    assert (
        "<code>package.<wbr></wbr>module_name</code>"
        in fragment("<p><code>package.module_name</code></p>").markup
    )


def test_header_cells_say_what_they_head() -> None:
    made = fragment(
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><th>b</th></tr></tbody></table>"
    )
    assert re.findall(r'scope="(\w+)"', made.markup) == ["col", "row"]


def test_a_fragment_survives_its_file(tmp_path: Path) -> None:
    made = fragment('<section id="s"><h1>Title</h1></section>')
    made.save(tmp_path / "deep" / "page.json")
    assert Fragment.load(tmp_path / "deep" / "page.json") == made
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["page.json"]


# -- Code ---------------------------------------------------------------------


def highlight(code: str) -> str:
    return PrintHighlighter("theme.highlight.Light", 20).highlight_block(code, "python")


def test_a_line_that_does_not_fit_stands_in_a_block_that_hangs_below_its_indent() -> None:
    made = highlight("if x:\n    name = 'longer than twenty'\n    y = 1\n")
    assert made.count('class="long"') == 1
    assert '<span class="long" style="--hook: 5ch; --deep: 7ch">    name' in made


def test_a_line_that_fits_exactly_is_left_alone() -> None:
    assert "long" not in highlight("x = '0123456789abcd'\n")
    assert "long" in highlight("x = '0123456789abcde'\n")


def test_tokens_in_plain_style_make_no_elements() -> None:
    assert "<span" not in highlight("a, b = c.d\n").replace("<span></span>", "")


def test_a_lexer_with_kinds_of_its_own_is_set() -> None:
    html = PrintHighlighter("theme.highlight.Light", 78).highlight_block("- id: one\n", "yaml")
    assert "one" in html


def test_a_term_of_the_glossary_gets_no_page_number() -> None:
    made = fragment('<p>A <a class="term reference internal" href="book:two#x">term</a>.</p>')
    assert "page-number" not in made.markup
    assert made.links == ["two#x"]
