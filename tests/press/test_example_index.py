"""The list of named examples: all of them, in reading order, each with a link that leads there."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

PAGES = {
    "index": "# Book\n\n```{toctree}\nlist\nb\na\n```\n",
    "list": "# List\n\n```{example-index}\n```\n",
    "b": "# First page\n\n{#one}\n```python\nx = 1\n```\n\n## Part\n\n"
    '{#two caption="broken on purpose: it stops"}\n```python\nx = 2\n```\n\n'
    "```python\nunnamed = 1\n```\n",
    "a": "# Second page\n\n{#three}\n```python\nx = 3\n```\n\n```{show} one\n```\n",
}


def build(root: Path, builder: str = "html", **changed: str) -> list[str]:
    book = root / "book"
    book.mkdir(exist_ok=True)
    for name, text in (PAGES | changed).items():
        (book / f"{name}.md").write_text(text, encoding="utf-8")
    (root / "conf.py").write_text("")
    warning = StringIO()
    settings: dict[str, Any] = {
        "extensions": [
            "myst_parser",
            "press.examples.gate",
            "press.examples.show",
            "press.example_index",
        ],
        "myst_enable_extensions": ["attrs_block"],
        "press_preview": True,
        "suppress_warnings": ["config.cache"],
    }
    with docutils_namespace():
        Sphinx(
            book,
            root,
            root / "out" / builder,
            root / "doctrees",
            builder,
            confoverrides=settings,
            status=None,
            warning=warning,
        ).build()
    shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue()).splitlines()
    return [line for line in shown if line.strip() and "passing record" not in line]


def listed(root: Path) -> list[tuple[str, str]]:
    text = (root / "out/html/list.html").read_text(encoding="utf-8")
    items = lxml.html.document_fromstring(text).xpath("//ul[contains(@class, 'example-index')]/li")
    return [
        (" ".join(item.text_content().split()), str(item.xpath(".//a/@href")[0])) for item in items
    ]


def test_named_examples_are_listed_in_reading_order(tmp_path: Path) -> None:
    assert build(tmp_path) == []
    assert listed(tmp_path) == [
        ("one First page", "b.html#one"),
        ("two Part; broken on purpose: it stops", "b.html#two"),
        ("three Second page", "a.html#three"),
    ]
    for name, page in (("one", "b"), ("two", "b"), ("three", "a")):
        text = (tmp_path / f"out/html/{page}.html").read_text(encoding="utf-8")
        assert f'id="{name}"' in text


def test_a_new_name_is_in_the_list_though_its_page_did_not_change(tmp_path: Path) -> None:
    build(tmp_path)
    build(tmp_path, a=PAGES["a"].replace("{#three}", "{#four}"))
    assert [name for name, _ in listed(tmp_path)][-1] == "four Second page"
