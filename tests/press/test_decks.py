"""Decks: what sphinx-revealjs lacks is there, and what would show badly is an error."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import lxml.html
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from press.deck_facts import all_decks, parse_steps

CONF = """
project = "A <Book>"
author = "T"
copyright = "2026, T"
language = "en"
version = release = "1"
extensions = ["myst_parser", "press.diagrams", "press.decks"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
myst_footnote_sort = False
html_copy_source = False
revealjs_html_theme = "decks"
revealjs_use_section_ids = True
"""
SHELF = "# Decks\n\n```{decks}\n```\n"
DECK = """\
---
deck:
  minutes: 45
---
# Money

Why amounts carry a currency

```{revealjs-notes}
Say **why** first, `then` how:

- ask
```

## Euros and dollars do not add

```{revealjs-code-block} python
:data-line-numbers: 1|3-4

class Money:
    '''An amount,
    with its currency.'''
    def __add__(self, other): ...
```

{.part}
## Part two

### Below

A claim[^source].

[^source]: The reference.

{.exercise}
## Try it
"""


class Decks:
    """A project with decks, built in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "conf.py").write_text(CONF)
        self.write("index", SHELF)

    def write(self, name: str, text: str) -> None:
        path = self.root / "slides" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def build(self, builder: str = "revealjs", parallel: int = 1) -> str:
        """Build and return the warnings; what was read and written is kept in ``status``."""
        status, warnings = io.StringIO(), io.StringIO()
        out, trees = self.root / builder, self.root / f"trees-{builder}"
        with docutils_namespace(), patch_docutils(self.root):
            self.app = Sphinx(
                *(self.root / "slides", self.root, out, trees, builder),
                status=status,
                warning=warnings,
                parallel=parallel,
            )
            self.app.build()
        self.status = re.sub(r"\x1b\[[0-9;]*m", "", status.getvalue())
        return re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())

    def page(self, name: str = "core/money", builder: str = "revealjs") -> lxml.html.HtmlElement:
        text = (self.root / builder / f"{name}.html").read_text(encoding="utf-8")
        return lxml.html.document_fromstring(text)

    def settings(self) -> dict[str, object]:
        """Return what the deck gives to reveal.js."""
        found: dict[str, object] = json.loads(
            self.page().xpath("string(//script[@id='deck-settings'])")
        )
        return found


@pytest.fixture
def decks(tmp_path: Path) -> Decks:
    return Decks(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Decks:
    """The sample deck, built once for the tests that only look at it."""
    made = Decks(tmp_path_factory.mktemp("decks"))
    made.write("core/money", DECK)
    assert made.build() == ""
    return made


# -- the defects of the stock builder ------------------------------------------


def test_a_second_build_reads_and_writes_nothing(decks: Decks) -> None:
    decks.write("core/money", DECK)
    decks.build()
    page = decks.root / "revealjs/core/money.html"
    before = page.stat().st_mtime_ns
    decks.build()
    assert "0 added, 0 changed, 0 removed" in decks.status
    assert "no targets are out of date" in decks.status
    assert page.stat().st_mtime_ns == before


def test_decks_are_read_in_parallel(decks: Decks) -> None:
    for number in range(8):
        decks.write(f"core/deck{number}", DECK)
    assert decks.build(parallel=2) == ""
    assert len(all_decks(decks.app.env)) == 8
    assert len(decks.page("index").xpath("//ul[@class='shelf']/li")) == 8


def test_notes_keep_their_markup(built: Decks) -> None:
    notes = built.page().xpath("//aside[@class='notes']")[0]
    assert notes.xpath(".//strong")[0].text == "why"
    assert notes.xpath(".//code")[0].text_content() == "then"
    assert notes.xpath(".//li")[0].text_content().strip() == "ask"


@pytest.mark.parametrize(
    ("builder", "suffix"), [("html", "html"), ("epub", "xhtml"), ("text", "txt")]
)
def test_no_edition_of_the_book_shows_notes(decks: Decks, builder: str, suffix: str) -> None:
    decks.write("core/money", DECK)
    decks.build(builder)
    text = (decks.root / builder / f"core/money.{suffix}").read_text(encoding="utf-8")
    assert "Euros and dollars" in text
    assert "first" not in text


@pytest.mark.parametrize("last", ["", "## Last\n", "## Last\n\n### Below\n"])
def test_every_section_is_closed(decks: Decks, last: str) -> None:
    decks.write("core/money", "# Money\n\nText.\n\n" + last)
    decks.build()
    html = (decks.root / "revealjs/core/money.html").read_text(encoding="utf-8")
    assert html.count("<section") == html.count("</section>") > 1


def test_a_footnote_stays_on_its_slide(built: Decks) -> None:
    slide = built.page().xpath("//section[@id='below']")[0]
    assert "The reference." in slide.text_content()


# -- what a deck is made of -----------------------------------------------------


def test_a_slide_has_the_classes_of_its_heading(built: Decks) -> None:
    slides = built.page().xpath("//section[not(.//section)]")
    assert [slide.get("class") for slide in slides] == [
        "deck-title",
        None,
        "part",
        None,
        "exercise",
    ]
    grounds = [slide.get("data-background-color") is not None for slide in slides]
    assert grounds == [True, False, True, False, False]


def test_code_steps_through_its_own_lines(built: Decks) -> None:
    block = built.page().xpath("//*[@data-steps]")[0]
    assert block.get("data-steps") == "1|3-4"
    lines = block.xpath(".//span[@class='line']")
    assert [line.text_content() for line in lines] == [
        "class Money:",
        "    '''An amount,",
        "    with its currency.'''",
        "    def __add__(self, other): ...",
    ]
    assert block.xpath(".//span[@class='line']/span[@class='k']")[0].text == "class"


def test_lines_marked_for_a_page_do_not_hide_the_steps(decks: Decks) -> None:
    both = code("a = 1\nb = 2\nc = 3", ":data-line-numbers: 1|3", ":emphasize-lines: 1,3")
    decks.write("core/money", "# Money\n\n## Slide\n\n" + both)
    assert decks.build() == ""
    lines = decks.page().xpath("//*[@data-steps]//span[@class='line']")
    assert [line.text_content() for line in lines] == ["a = 1", "b = 2", "c = 3"]
    assert not decks.page().xpath("//*[@class='hll']")


def test_code_that_cannot_run_is_not_hidden_until_the_next_key(decks: Decks) -> None:
    fragment, shown = ":class: fragment", ":class: example fragment"
    decks.write("core/money", "# Money\n\n" + code("a = 1", fragment) + "\n" + code("b = 2", shown))
    decks.build()
    blocks = decks.page().xpath("//div[contains(@class, 'highlight-python')]")
    assert ["fragment" in block.get("class").split() for block in blocks] == [False, True]


def test_the_timer_knows_the_minutes_and_a_deck_may_set_more(decks: Decks) -> None:
    slide = "```{revealjs-slide}\n:conf: '{\"loop\": true}'\n```\n"
    decks.write("core/money", DECK.replace("## Euros", slide + "\n## Euros", 1))
    assert decks.build() == ""
    settings = decks.settings()
    assert settings["totalTime"] == 45 * 60
    assert settings["loop"] is True
    assert settings["width"], settings["height"] == (1280, 720)


def test_settings_cannot_end_their_script_element(decks: Decks) -> None:
    (decks.root / "conf.py").write_text(CONF + "revealjs_script_conf = {'x': '</script>'}\n")
    decks.write("core/money", DECK)
    decks.build()
    assert decks.settings()["x"] == "</script>"


def test_no_file_of_a_deck_names_another_host(built: Decks) -> None:
    for page in ("core/money", "index"):
        urls = built.page(page).xpath("//link/@href | //script/@src | //img/@src")
        assert urls
        for url in urls:
            assert not re.match(r"\w+:|//", url)
            assert (built.root / "revealjs" / page / ".." / url).resolve().is_file(), url
    for sheet in (built.root / "revealjs").rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text(encoding="utf-8"))


def test_only_the_files_that_are_used_are_copied(built: Decks) -> None:
    static = built.root / "revealjs/_static"
    files = [path for path in static.rglob("*") if path.is_file()]
    assert {path.name for path in files if path.suffix == ".js"} == {
        "reveal.js",
        "notes.js",
        "deck.js",
    }
    assert sum(path.stat().st_size for path in files) < 1_000_000
    assert any(path.name.startswith("LICENSE") for path in (static / "fonts").iterdir())


# -- the shelf ------------------------------------------------------------------


def test_the_shelf_lists_a_new_deck_without_an_edit(decks: Decks) -> None:
    decks.write("core/money", DECK)
    decks.build()
    decks.write("ai/agents", "# Agents\n\nAbout agents\n\n## One\n\n## Two\n")
    assert decks.build() == ""
    items = decks.page("index").xpath("//ul[@class='shelf']/li")
    assert [item.xpath("a/@href")[0] for item in items] == ["ai/agents.html", "core/money.html"]
    assert [item.text_content() for item in items] == [
        "AgentsAbout agents3 slides",
        "MoneyWhy amounts carry a currency5 slides45 minutes",
    ]


def test_the_shelf_counts_what_the_deck_shows(built: Decks) -> None:
    assert all_decks(built.app.env)["core/money"].slides == len(
        built.page().xpath("//div[@class='slides']//section[not(.//section)]")
    )


def test_the_shelf_forgets_a_deck_that_is_gone(decks: Decks) -> None:
    decks.write("core/money", DECK)
    decks.write("core/rest", "# Rest\n")
    decks.build()
    (decks.root / "slides/core/rest.md").unlink()
    decks.write("core/money", DECK + "\n## More\n")
    decks.build()
    assert len(decks.page("index").xpath("//ul[@class='shelf']/li")) == 1


def test_the_shelf_is_no_deck(built: Decks) -> None:
    page = built.page("index")
    assert not page.xpath("//*[contains(@class, 'slides')] | //script")
    assert page.xpath("string(//p[@class='series'])") == "A <Book>"


# -- faults ---------------------------------------------------------------------


def code(text: str, *options: str) -> str:
    return "\n".join(["```{revealjs-code-block} python", *options, "", text, "```", ""])


@pytest.mark.parametrize(
    ("slide", "line", "complaint"),
    [
        (
            code("a = 1\nb = 2", ":data-line-numbers: 1|3"),
            5,
            "a step marks line 3, but the code has 2",
        ),
        (code("a = 1", ":data-line-numbers: first"), 5, "'first' is no list of steps"),
        (code("a = 1\nb = 2", ":data-line-numbers: 2-1"), 5, "'2-1' runs backwards"),
        (code("a = " + "1" * 90), 5, "code of 94 columns is cut off after 84"),
        (code("a = 1\n" * 20), 5, "20 lines of code do not fit"),
        ("Text.\n\n---\n\nMore.\n", 7, "'---' does not begin a slide"),
        ("![](pic.svg)\n", 5, "needs alternative text"),
        ("### Below\n\n#### Deep\n\nText.\n", 7, "a heading of level 4 is no slide"),
    ],
    ids=["stale", "words", "backwards", "wide", "long", "rule", "alt", "deep"],
)
def test_what_would_show_badly_is_an_error_at_its_line(
    decks: Decks, slide: str, line: int, complaint: str
) -> None:
    decks.write("pic", "# P\n")
    (decks.root / "slides/pic.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    decks.write("core/money", "# Money\n\n## Slide\n\n" + slide.replace("pic.svg", "../pic.svg"))
    warnings = decks.build()
    assert f"slides/core/money.md:{line}: WARNING: " in warnings
    assert complaint in warnings
    assert decks.build() == warnings, "a kept doctree hides the fault from the next build"


def notes(text: str) -> str:
    return f"```{{revealjs-notes}}\n{text}\n```\n\n"


@pytest.mark.parametrize(
    ("second", "minutes", "line", "complaint"),
    [
        ("**2 min** (until 0:05)", 5, 13, "0:02 and 2 min are 0:04, not 0:05: mend the minutes"),
        ("Said.", 5, 13, "these notes give no time and others do: begin with **2 min** (until"),
        ("**2 min** (until 0:04)", 5, 13, "the notes end at 0:04 and the front matter promises 5"),
        ("**2 min** (until 0:04)", 4, 0, ""),
    ],
)
def test_a_timing_plan_adds_up(
    decks: Decks, second: str, minutes: int, line: int, complaint: str
) -> None:
    front = f"---\ndeck:\n  minutes: {minutes}\n---\n# Money\n\n"
    slides = notes("**2 min** (until 0:02)") + "## Slide\n\n" + notes(second)
    decks.write("core/money", front + slides)
    warnings = decks.build()
    assert (f"slides/core/money.md:{line}: WARNING: {complaint}" in warnings) == bool(line)
    assert bool(warnings) == bool(line)
    assert decks.build() == warnings, "a kept doctree hides the fault from the next build"


def test_code_in_notes_may_be_long(decks: Decks) -> None:
    notes = "````{revealjs-notes}\n" + code("a = 1\n" * 20) + "````\n"
    decks.write("core/money", "# Money\n\n" + notes)
    assert decks.build() == ""


@pytest.mark.parametrize(
    ("matter", "complaint"),
    [
        ("deck: 90", "holds keys"),
        ("deck:\n  minutes: long", "'long' is no length of a talk"),
        ("deck:\n  minutes: 0", "0 is no length of a talk"),
        ("deck:\n  minutes: true", "True is no length of a talk"),
        ("deck:\n  length: 90", "no key 'length'"),
    ],
)
def test_wrong_front_matter_is_an_error(decks: Decks, matter: str, complaint: str) -> None:
    decks.write("core/money", f"---\n{matter}\n---\n# Money\n")
    warnings = decks.build()
    assert "slides/core/money.md:1: WARNING: " in warnings
    assert complaint in warnings


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", [set()]),
        ("1-2|4", [{1, 2}, {4}]),
        ("|3,5-6", [set(), {3, 5, 6}]),
        (" 1 , 2 | 3 ", [{1, 2}, {3}]),
    ],
)
def test_steps_are_read_as_written(text: str, steps: list[set[int]]) -> None:
    assert parse_steps(text) == steps
