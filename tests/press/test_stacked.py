"""Wide tables carry their column heads in each cell, so that a phone can stack them."""

from __future__ import annotations

from lxml import html

from press.stacked import stack_tables


def table(head: str, *rows: str, classes: str = "docutils align-default") -> str:
    def line(text: str, tag: str) -> str:
        cells = "".join(f"<{tag}><p>{cell}</p></{tag}>\n" for cell in text.split("|"))
        return f'<tr class="row-odd">{cells}</tr>\n'

    body = "".join(line(row, "td") for row in rows)
    return (
        f'<p>Before</p>\n<table class="{classes}">\n<thead>\n{line(head, "th")}</thead>\n'
        f"<tbody>\n{body}</tbody>\n</table>\n<p>After</p>"
    )


def cells(body: str) -> list[list[tuple[str, str, str]]]:
    """Return label, kind and text of each cell, by row."""
    found = html.fragment_fromstring(stack_tables(body), create_parent="div")
    return [
        [
            (td.get("data-label") or "", td.get("data-cell") or "", td.text_content().strip())
            for td in row.iter("td")
        ]
        for row in found.iter("tr")
        if row.find("td") is not None
    ]


def test_a_cell_says_its_column_and_a_row_its_title() -> None:
    assert cells(table("Ask|A &amp; B|<code>C</code>|D", "why|1|2|3", "how|4||6")) == [
        [("Ask", "title", "why"), ("A & B", "", "1"), ("C", "", "2"), ("D", "", "3")],
        [("Ask", "title", "how"), ("A & B", "", "4"), ("C", "empty", ""), ("D", "", "6")],
    ]


def test_a_column_that_is_often_empty_groups_the_rows_below() -> None:
    found = cells(table("Phase|Module|Level|Hours", "One|m1|L|1", "|m2|L|2"))
    assert [[kind for _, kind, _ in row[:2]] for row in found] == [
        ["group", "title"],
        ["empty", "title"],
    ]


def test_everything_else_stays_as_it_was() -> None:
    wide = table("A|B|C|D", "1|2|3|4")
    stacked = stack_tables(wide)
    assert stacked.startswith('<p>Before</p>\n<table class="docutils align-default stacked">\n')
    assert stacked.count("<thead>\n" + wide.split("<thead>\n")[1].split("</thead>")[0]) == 1
    assert stacked.endswith("</table>\n<p>After</p>")
    for same in (
        table("A|B|C", "1|2|3"),
        wide.replace("<td>", '<td colspan="2">', 1),
        wide.replace("docutils", "mine"),
        "<table class='docutils'><tbody><tr><td>1</td></tr></tbody></table>",
    ):
        assert stack_tables(same) == same


def test_each_table_of_a_page_has_its_own_heads() -> None:
    narrow, wide = table("A|B", "1|2"), table("E|F|G|H", "5|6|7|8", classes="bank docutils")
    first, second = cells(narrow + wide)
    assert [label for label, _, _ in first] == ["", ""]
    assert [label for label, _, _ in second] == ["E", "F", "G", "H"]
