"""A page as a notebook: what becomes a cell, what stays text, and how the text reads."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest
from docutils import nodes
from docutils.utils import new_document

from press.examples import fences
from press.notebook_text import Text, cut
from press.notebooks import Notebook

OUT = "<!--pytest-codeblocks:expected-output-->"
CONT = "<!--pytest-codeblocks:cont-->"


def block(code: str, key: str = "k") -> nodes.literal_block:
    return nodes.literal_block(code, code, language="python", example=key, classes=["example"])


def page(*children: nodes.Node) -> nodes.document:
    document = new_document("page")
    section = nodes.section("", nodes.title("", "A *page*"), *children)
    document += section
    return document


def text(*children: nodes.Node) -> str:
    """Return a page's only text."""
    (part,) = cut(page(*children))
    assert isinstance(part, Text)
    return part.markdown.removeprefix("# A \\*page\\*\n\n")


def cells(source: str, *codes: str, apart: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the cells of a page with one chain and these blocks, without title and set-up."""
    (chain,) = fences.parse(source).chains
    notebook = Notebook({"k": chain}, apart)
    notebook.fill(page(*(block(code) for code in codes)))
    nbformat.validate(nbformat.reads(notebook.dump(), 4))
    return [one for one in notebook.cells[1:] if "Run this cell first" not in one["source"]]


def fence(code: str, output: str = "", before: str = "") -> str:
    shown = f"\n{OUT}\n```text\n{output}```\n" if output else ""
    return f"{before}\n```python\n{code}```\n{shown}\n"


# -- Cells ---------------------------------------------------------------------------
def test_an_example_is_a_cell_with_the_output_of_the_page() -> None:
    (cell,) = cells(fence("print(1)\n", "1\n"), "print(1)")
    assert cell["source"] == "print(1)"
    assert cell["outputs"] == [{"output_type": "stream", "name": "stdout", "text": "1\n"}]


def test_hidden_steps_and_lines_run_where_they_stand() -> None:
    hidden = "<!--\n```python\nx = 1\n```\n-->\n"
    found = cells(hidden + fence("x += 1  # hide\nprint(x)\n", "2\n", CONT), "print(x)")
    assert [one["source"] for one in found] == ["x = 1", "x += 1\nprint(x)"]
    assert found[0]["metadata"] == {"jupyter": {"source_hidden": True}}
    assert found[1]["metadata"] == {}


def test_an_expected_error_is_tagged_and_kept_as_an_error() -> None:
    trace = (
        'Traceback (most recent call last):\n  File "example.py", line 1, in <module>\n'
        '    raise ValueError("a: b")\nValueError: a: b\n'
    )
    mark = "<!--pytest.mark.raises(ValueError)-->"
    (cell,) = cells(fence('raise ValueError("a: b")\n', trace, mark), 'raise ValueError("a: b")')
    assert cell["metadata"]["tags"] == ["raises-exception"]
    (output,) = cell["outputs"]
    assert (output["ename"], output["evalue"]) == ("ValueError", "a: b")


@pytest.mark.parametrize(
    "code",
    [
        "import asyncio\nasyncio.run(asyncio.sleep(0))\n",
        # In a kernel it holds for every cell after it.
        "from __future__ import annotations\n\nx: nobody = 1\n",
    ],
)
def test_what_outlasts_its_cell_gets_a_program_of_its_own(code: str) -> None:
    (cell,) = cells(fence(code), code.rstrip())
    assert cell["source"] == "%%script {sys.executable}\n" + code.rstrip()


def test_an_example_named_in_the_settings_gets_a_program_of_its_own() -> None:
    (cell,) = cells(fence("x = 1\n", before="{#fresh}"), "x = 1", apart=("fresh",))
    assert cell["source"].startswith("%%script")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("```bash\nx = 1\n```\n", "it is for a terminal"),
        (fence("x = 1\n", before='<!--pytest.mark.python("3.14")-->'), "it needs Python 3.14"),
        (
            "<!--\n```python\nimport mypy.api\n```\n-->\n" + fence("x = 1\n", before=CONT),
            "it starts mypy",
        ),
    ],
)
def test_what_cannot_run_is_text_with_the_reason(source: str, why: str) -> None:
    (cell,) = cells(source, "x = 1")
    assert cell["cell_type"] == "markdown"
    assert f"*Not run in a notebook: {why}" in cell["source"]


def test_code_that_goes_on_in_the_next_block_runs_with_it() -> None:
    first, second = "def f() -> int:\n    x = 1\n", "    return x\n"
    found = cells(fence(first) + fence(second, before=CONT), first.rstrip(), second.rstrip())
    assert "it goes on in the next block" in found[0]["source"]
    assert found[1]["source"] == (first + second).rstrip()


def test_a_page_without_examples_has_no_set_up_and_the_bytes_are_the_same_twice() -> None:
    first, second = Notebook({}), Notebook({})
    for notebook in (first, second):
        notebook.fill(page(nodes.paragraph("", "Words.")))
    assert first.code == 0
    assert first.dump() == second.dump()
    assert [one["cell_type"] for one in json.loads(first.dump())["cells"]] == ["markdown"]


# -- Text ----------------------------------------------------------------------------
def test_words_that_markdown_would_take_for_marks_are_shown_as_they_are() -> None:
    assert text(nodes.paragraph("", "a_b *c* [d]")) == "a\\_b \\*c\\* \\[d\\]\n"


def test_marks_links_and_code_within_a_line() -> None:
    line = nodes.paragraph("", "")
    line += [nodes.strong("", "x"), nodes.Text(" "), nodes.literal("", "a`b"), nodes.Text(" ")]
    line += nodes.reference("", "docs", refuri="https://docs.python.org/3/")
    line += nodes.reference("", " here", refuri="page.html#x")
    assert text(line) == "**x** `` a`b `` [docs](https://docs.python.org/3/) here\n"


def test_a_box_is_a_block_quote() -> None:
    box = nodes.admonition("", nodes.title("", "Trap"), nodes.paragraph("", "Words."))
    assert text(box) == "> **Trap**\n>\n> Words.\n"


def test_a_figure_is_its_alternative_text_once() -> None:
    dark = nodes.image(alt="Two boxes.")
    figure = nodes.figure("", nodes.image(alt="Two boxes."), dark, nodes.caption("", "So."))
    assert text(figure).count("Two boxes.") == 1
    assert "> *So.*" in text(figure)


def test_lists_keep_their_levels() -> None:
    inner = nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "b")))
    outer = nodes.enumerated_list("", nodes.list_item("", nodes.paragraph("", "a"), inner))
    assert text(outer) == "1. a\n\n   - b\n"


def test_a_box_around_an_example_goes_on_after_it() -> None:
    box = nodes.admonition("", nodes.paragraph("", "Before."), block("x = 1"))
    box += nodes.paragraph("", "After.")
    found = list(cut(page(box)))
    assert [type(one).__name__ for one in found] == ["Text", "Code", "Text"]
    assert isinstance(found[2], Text)
    assert found[2].markdown == "> After.\n"
