"""Terms become links at their first use, in every edition, and one without a use is reported."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from press.glossary import Finder, Term

WORDS = """\
# Words

```{glossary}
duck typing
  By what it does.

method resolution order
MRO
  One list.

property
  A function where you see an attribute.
```
"""
PAGE = """\
# A property in the title

*Duck typing* with `property` and [a property](https://example.org) of an MRO. Duck typing again.

- The properties
  of things, and the method resolution
  order.

| property |
|---|
| x |
"""


def build(root: Path, builder: str = "html", **pages: str) -> list[str]:
    """Build a book of the pages with the glossary; give the warnings, relative to the book."""
    texts = {"index": "# Book\n\n```{toctree}\nwords\npage\n```\n", "words": WORDS, "page": PAGE}
    for name, text in (texts | pages).items():
        page = root / f"{name}.md"
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
    warning = StringIO()
    settings: dict[str, Any] = {
        "extensions": ["myst_parser", "press.glossary"],
        "myst_enable_extensions": ["attrs_inline"],
        "exclude_patterns": ["_build"],
        "suppress_warnings": ["config.cache"],
    }
    (root / "conf.py").write_text("")
    out = root / "_build"
    with docutils_namespace():
        Sphinx(
            root,
            root,
            out / builder,
            out / "doctrees",
            builder,
            confoverrides=settings,
            status=None,
            warning=warning,
        ).build()
    shown = re.sub(r"\x1b\[[0-9;]*m", "", warning.getvalue())
    return [line.replace(f"{root}/", "") for line in shown.splitlines() if line.strip()]


def links(root: Path, page: str = "page") -> list[tuple[str, str]]:
    text = (root / f"_build/html/{page}.html").read_text(encoding="utf-8")
    found = lxml.html.document_fromstring(text).find_class("term")
    return [
        (" ".join(link.text_content().split()), str(link.get("href")))
        for link in found
        if link.tag == "a"
    ]


def test_the_first_use_on_a_page_is_a_link(tmp_path: Path) -> None:
    assert build(tmp_path) == []
    assert links(tmp_path) == [
        ("Duck typing", "words.html#term-duck-typing"),
        ("MRO", "words.html#term-method-resolution-order"),
        ("properties", "words.html#term-property"),
    ]
    assert links(tmp_path, "words") == []


def test_a_word_in_a_span_of_its_own_is_no_term(tmp_path: Path) -> None:
    page = "# Page\n\nTwo [properties]{.word}, *[duck typing]{.word}*.\n"
    build(tmp_path, page=page)
    assert links(tmp_path) == []


def test_each_page_has_its_own_first_use(tmp_path: Path) -> None:
    index = "# Book\n\nBy duck typing.\n\n```{toctree}\nwords\npage\n```\n"
    build(tmp_path, index=index)
    assert links(tmp_path, "index") == [("duck typing", "words.html#term-duck-typing")]
    assert len(links(tmp_path)) == 3


def test_a_term_without_a_use_is_reported_at_its_line_in_every_build(tmp_path: Path) -> None:
    words = WORDS.replace("property\n", "descriptor\nprop\n")
    for _ in range(2):
        (warning,) = build(tmp_path, words=words)
        assert warning.startswith("words.md:11: WARNING: glossary: no page uses the term 'desc")
        assert "take it out, or use the word where it belongs" in warning
    build(tmp_path, words=words, page=PAGE + "\nA descriptor.\n")
    assert ("descriptor", "words.html#term-descriptor") in links(tmp_path)


def test_a_page_is_written_again_when_the_glossary_changes(tmp_path: Path) -> None:
    build(tmp_path, words=WORDS.replace("property\n", "thing\n"))
    assert ("things", "words.html#term-thing") in links(tmp_path)
    build(tmp_path)
    assert ("properties", "words.html#term-property") in links(tmp_path)


def test_a_term_that_is_defined_twice_is_an_error_of_sphinx(tmp_path: Path) -> None:
    words = WORDS.replace("property\n", "duck typing\n")
    assert any(
        line.startswith("words.md:") and "duplicate term description of duck typing" in line
        for line in build(tmp_path, words=words)
    )


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("mixin", "Mixins and a mixin", ["Mixins", "mixin"]),
        ("mixin", "a premixin, mixin-like, mixing", []),
        ("MRO", "the mro, the MRO", ["MRO"]),
        ("entity", "entities, an entity", ["entities", "entity"]),
        ("task group", "a task\ngroup", ["task\ngroup"]),
        ("class", "two classes", ["classes"]),
    ],
)
def test_words_are_found_whole_and_in_the_plural(term: str, text: str, found: list[str]) -> None:
    finder = Finder({term: Term("words", "x")})
    assert [text[start:end] for start, end, _ in finder.find(text)] == found


def test_the_longest_term_wins() -> None:
    finder = Finder({"order": Term("words", "a"), "resolution order": Term("words", "b")})
    assert [term.label for *_, term in finder.find("a resolution order")] == ["b"]
    assert list(Finder({}).find("a resolution order")) == []


def test_uses_are_counted_anew_where_page_or_glossary_changed(tmp_path: Path) -> None:
    assert build(tmp_path) == []
    assert build(tmp_path, page="# Nothing\n\nHere it is the MRO.\n")[0].startswith("words.md:4: ")
    assert build(tmp_path, page=PAGE) == []
    more = WORDS.rstrip("`\n") + "\n\nthings\n  What there is.\n```\n"
    assert build(tmp_path, words=more) == []  # a page that did not change says it
    told = build(tmp_path, words=WORDS.rstrip("`\n") + "\n\nabsent\n  Nowhere.\n```\n")
    assert "absent" in told[0]
    assert build(tmp_path, words=WORDS) == []
