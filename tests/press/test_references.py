"""A page that did not change is written again when what it refers to moves, or goes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

PAGES = {
    "index": "# Book\n\n```{toctree}\na\nb\nc\n```\n",
    "a": "# First\n\nSee {ref}`here <the-place>`, {ref}`the-place`, {term}`Word`.\n",
    "b": "# Second\n\n(the-place)=\n## The place\n\nText.\n\n:::{glossary}\nWord\n  A text.\n:::\n",
    "c": "# Third\n\nText.\n",
}
MOVED = {
    "b": "# Second\n\nText.\n",
    "c": "# Third\n\n(the-place)=\n## The place\n\nText.\n\n:::{glossary}\nWord\n  A text.\n:::\n",
}


def build(root: Path, builder: str = "html", jobs: int = 1, **changed: str) -> str:
    book = root / "book"
    book.mkdir(parents=True, exist_ok=True)
    for name, text in (PAGES | changed).items():
        page = book / f"{name}.md"
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
    (root / "conf.py").write_text("")
    warning = StringIO()
    settings = {
        "extensions": ["myst_parser", "press.references"],
        "myst_enable_extensions": ["colon_fence", "dollarmath"],
        "myst_heading_anchors": 2,
        "suppress_warnings": ["config.cache"],
    }
    with docutils_namespace():
        Sphinx(
            book,
            root,
            root / "out" / builder,
            root / "doctrees" / builder,
            builder,
            confoverrides=settings,
            status=None,
            warning=warning,
            parallel=jobs,
        ).build()
    return warning.getvalue()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_link_leads_to_where_its_label_has_moved(tmp_path: Path, jobs: int) -> None:
    assert build(tmp_path, jobs=jobs) == ""
    assert build(tmp_path, jobs=jobs, **MOVED) == ""
    page = (tmp_path / "out/html/a.html").read_text(encoding="utf-8")
    assert page.count('href="c.html#the-place"') == 2
    assert 'href="c.html#term-Word"' in page
    assert "b.html#" not in page


def test_a_link_says_what_its_section_is_called_now(tmp_path: Path) -> None:
    build(tmp_path)
    build(tmp_path, b=PAGES["b"].replace("The place", "Another name"))
    assert "Another name" in (tmp_path / "out/html/a.html").read_text(encoding="utf-8")


def test_a_label_that_is_gone_is_missed(tmp_path: Path) -> None:
    build(tmp_path)
    told = build(tmp_path, b=MOVED["b"])
    assert "a.md:3" in told
    assert "the-place" in told


def test_other_pages_are_left_alone(tmp_path: Path) -> None:
    build(tmp_path)
    page = tmp_path / "out/html/c.html"
    written = page.stat().st_mtime_ns
    build(tmp_path, b=PAGES["b"].replace("The place", "Another name"))
    assert page.stat().st_mtime_ns == written


SHOWING = {
    "a": "# First\n\n{doc}`b`, [](c.md), [](c.md#the-section), {eq}`sum`.\n\n"
    "```{toctree}\nd\n```\n",
    "c": "# Third\n\n## The section\n\nText.\n\n$$\n1 + 1\n$$ (sum)\n",
    "d": "# Fourth\n\n## Deep\n\nText.\n",
}


@pytest.mark.parametrize(
    ("page", "before", "after"),
    [
        ("b", "# Second", "# Another title"),
        ("c", "# Third", "# Another title"),
        ("c", "## The section", "(the-section)=\n## Another title"),
        ("c", "(sum)", "(sum)\n\n$$\n2\n$$ (more)"),
        ("d", "## Deep", "## Another title"),
    ],
)
def test_a_page_shows_what_others_are_called_now(
    tmp_path: Path, page: str, before: str, after: str
) -> None:
    pages = PAGES | SHOWING
    build(tmp_path / "warm", "dirhtml", **pages)
    assert before in pages[page]
    pages[page] = pages[page].replace(before, after)
    build(tmp_path / "warm", "dirhtml", **pages)
    build(tmp_path / "cold", "dirhtml", **pages)
    made, wanted = (
        (tmp_path / name / "out/dirhtml/a/index.html").read_text(encoding="utf-8")
        for name in ("warm", "cold")
    )
    assert "Another title" in wanted or page == "c"
    assert section(made) == section(wanted)


def section(page: str) -> str:
    """Give the page without what the theme puts around it."""
    return page.partition("<section ")[2].rpartition("</section>")[0]


def test_a_page_is_left_alone_when_what_it_shows_is_as_it_was(tmp_path: Path) -> None:
    pages = PAGES | SHOWING
    build(tmp_path, "dirhtml", **pages)
    page = tmp_path / "out/dirhtml/a/index.html"
    written = page.stat().st_mtime_ns
    pages |= {name: pages[name].replace("Text.", "Other words.") for name in ("b", "c")}
    build(tmp_path, "dirhtml", **pages)
    assert page.stat().st_mtime_ns == written
