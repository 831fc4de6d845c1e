"""Figures are numbered as Sphinx numbers them, and no page is loaded for it that did not change."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import docutils_namespace

FIGURE = ":::{{figure}} a.svg\n:name: {name}\n\nThe figure {name}.\n:::\n"
PAGES = {
    "index": "# Book\n\n```{toctree}\n:numbered: 2\n\na\nb\n```\n\n```{toctree}\nz\n```\n\n"
    "{numref}`fig-b`, {numref}`fig-z`, {numref}`table %s <tab-b>`.\n",
    "a": "# First\n\n## Inner\n\n:::{note}\n" + FIGURE.format(name="fig-a") + ":::\n\n"
    "```{code-block} python\n:caption: Listing\n:name: code-a\n\nprint()\n```\n\n"
    "See {numref}`fig-b`.\n",
    "b": "# Second\n\n" + FIGURE.format(name="fig-b") + "\n## Below\n\n"
    ":::{table} Table\n:name: tab-b\n\n| A |\n|---|\n| 1 |\n:::\n\n```{toctree}\nc\n```\n",
    "c": "# Third\n\n:::{figure} a.svg\n:::\n\n" + FIGURE.format(name="fig-c"),
    "z": "# Last\n\n$$x$$ (eq)\n\n" + FIGURE.format(name="fig-z") + "\n{numref}`code-a`\n",
}
ADDED = FIGURE.format(name="fig-new")
CHANGES = {
    "a word": {"c": PAGES["c"].replace("Third", "The third")},
    "a figure more": {"a": PAGES["a"] + "\n" + ADDED},
    "a figure less": {"b": PAGES["b"].replace(FIGURE.format(name="fig-b"), "(fig-b)=\n## Text\n")}
    | {"index": PAGES["index"].replace("{numref}`fig-b`, ", ""), "a": "# First\n"}
    | {"z": PAGES["z"].replace("\n{numref}`code-a`\n", "")},
    "a figure on another page": {
        "b": PAGES["b"].replace(FIGURE.format(name="fig-b"), ""),
        "c": PAGES["c"] + "\n" + FIGURE.format(name="fig-b"),
    },
    "another order": {"index": PAGES["index"].replace("a\nb\n", "b\na\n")},
    "other numbers": {"index": PAGES["index"].replace(":numbered: 2", ":numbered: 1")},
    "a caption": {"c": PAGES["c"].replace(":::{figure} a.svg\n:::", ADDED)},
    "a page less": {"b": PAGES["b"].replace("\n```{toctree}\nc\n```\n", ""), "c": ""},
}


class Book:
    """A book that is built again and again."""

    def __init__(self, root: Path, *extensions: str) -> None:
        self.root, self.extensions = root, extensions
        self.loaded: list[str] = []

    def write(self, pages: dict[str, str]) -> None:
        (self.root / "book").mkdir(parents=True, exist_ok=True)
        picture = self.root / "book" / "a.svg"
        if not picture.exists():  # one that is newer than a page has it read again
            picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
        for name, text in pages.items():
            page = self.root / "book" / f"{name}.md"
            if not text:
                page.unlink(missing_ok=True)
            elif not page.exists() or page.read_text(encoding="utf-8") != text:
                page.write_text(text, encoding="utf-8")

    def build(self, builder: str = "html", jobs: int = 1) -> BuildEnvironment:
        warning = StringIO()
        settings = {
            "extensions": ["myst_parser", "press.references", *self.extensions],
            "myst_enable_extensions": ["colon_fence", "dollarmath"],
            "numfig": True,
            "suppress_warnings": ["config.cache"],
        }
        with docutils_namespace():
            app = Sphinx(
                self.root / "book",
                None,
                self.root / builder,
                self.root / "doctrees",
                builder,
                confoverrides=settings,
                status=None,
                warning=warning,
                parallel=jobs,
            )
            app.build()
        assert warning.getvalue() == ""
        return app.env

    def pages(self) -> dict[str, str]:
        """Give the text of each page, without the titles of others around it."""
        return {
            name: (self.root / "html" / f"{name}.html")
            .read_text(encoding="utf-8")
            .partition("<section ")[2]
            .rpartition("</section>")[0]
            for name in PAGES
            if (self.root / "book" / f"{name}.md").is_file()
        }


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    found = Book(tmp_path / "outlined", "press.outlines")
    original = BuildEnvironment.get_doctree

    def note(env: BuildEnvironment, docname: str) -> object:
        found.loaded.append(docname)
        return original(env, docname)

    monkeypatch.setattr(BuildEnvironment, "get_doctree", note)
    yield found


def stock(tmp_path: Path, pages: dict[str, str]) -> Book:
    """Build the same pages cold, with Sphinx's own way."""
    cold = Book(tmp_path / "stock")
    cold.write(pages)
    return cold


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("change", CHANGES)
def test_numbers_are_those_that_sphinx_gives(
    book: Book, tmp_path: Path, change: str, jobs: int
) -> None:
    book.write(PAGES)
    book.build(jobs=jobs)
    pages = PAGES | CHANGES[change]
    book.write(pages)
    env = book.build(jobs=jobs)
    cold = stock(tmp_path, pages)
    wanted = cold.build()
    assert env.toc_fignumbers == wanted.toc_fignumbers
    assert env.toc_secnumbers == wanted.toc_secnumbers
    assert sum(len(found) for kinds in env.toc_fignumbers.values() for found in kinds.values()) > 2
    assert book.pages() == cold.pages()


def test_a_page_that_did_not_change_is_not_loaded(book: Book) -> None:
    book.write(PAGES)
    book.build("dirhtml")
    book.loaded.clear()
    book.write({"c": PAGES["c"].replace("Third", "Third page")})
    book.build("dirhtml")
    # Sphinx writes again what holds the contents, and looks where its numbers lead: not into "a".
    assert set(book.loaded) == {"b", "index", "z"}


def test_an_outline_holds_nothing_of_the_text(book: Book) -> None:
    book.write(PAGES | {"c": PAGES["c"] + "\nA paragraph of words.\n" * 2000})
    env = book.build("dummy")
    kept: dict[str, object] = env.press_outlines  # type: ignore[attr-defined]
    assert kept.keys() == PAGES.keys()
    assert len(pickle.dumps(kept)) < 10_000
