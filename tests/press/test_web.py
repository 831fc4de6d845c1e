"""The web edition: what the pages say, hold and never ask another host for."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document

from press.css import dark_rules, flatten, load_tokens
from press.listings import executed, executed_sentence, group_listings
from press.navtree import NavTree
from press.pictures import measure, state_sizes
from press.web import describe

THEME = Path(__file__).parents[2] / "theme"
CONF = """
import sys
sys.path.insert(0, {here!r})
project = "A <Book>"
author = "Somebody"
extensions = ["myst_parser", "marks", "press.web", "press.epub", "sphinx_copybutton"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
html_theme = "book"
html_use_index = False
html_copy_source = False
pygments_style = "theme.highlight.Light"
pygments_dark_style = "theme.highlight.Dark"
copybutton_selector = "div:not(.output) > div.highlight > pre"
"""
# Stands for the rooms that read examples, and writes down the navigation as furo makes it.
MARKS = """
import json
from pathlib import Path
from docutils import nodes
from furo.navigation import get_navigation_tree
from sphinx.environment.adapters.toctree import global_toctree_for_doc


def mark(app, doctree):
    for number, block in enumerate(doctree.findall(nodes.literal_block)):
        if block["language"] == "python":
            block["example"] = "same" if "again" in block.astext() else f"{number:04x}"
            block["classes"].append("example")
            if "later" in block.astext():
                block["python"] = "4.0"
            if "1 / 0" in block.astext():
                block["classes"].append("raises")
        elif block["language"] == "text":
            block["classes"].append("output")


def mark_late(app, doctree, docname):
    for block in doctree.findall(nodes.literal_block):
        if block.get("python"):
            block["classes"].append("not-run")


def note_navigation(app, pagename, templatename, context, doctree):
    if doctree is not None and app.builder.name == "html":
        tree = global_toctree_for_doc(app.env, pagename, app.builder, tags=app.tags,
                                      maxdepth=-1, titles_only=True)
        stock = get_navigation_tree(app.builder.render_partial(tree)["fragment"])
        out = Path(app.outdir, "stock-navigation", f"{pagename.replace('/', '_')}.json")
        out.parent.mkdir(exist_ok=True)
        out.write_text(json.dumps([stock, context["furo_navigation_tree"]]))


def setup(app):
    app.connect("doctree-read", mark)
    app.connect("doctree-resolved", mark_late)
    app.connect("html-page-context", note_navigation, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
INDEX = """\
# The front

What this book is about, said in one paragraph that is long enough to be cut where a search engine
would cut it, which is somewhere after one hundred and sixty letters, at the end of a word.

```{toctree}
:caption: Part one
:glob:

part/*/index
```

```{toctree}
:caption: Behind

checked
```
"""
PAGE = """\
# A page with `code`

Prose before code.

{#named}
```python
print(1)
```

```text
1
```

Once more:

```python
print("again")
```

And the same one in another place:

```python
print("again")
```

Broken on purpose:

```python
1 / 0
```

```text
ZeroDivisionError: division by zero
```

For a newer Python:

```python
print("later")
```

```{figure} dot.svg
:alt: A dot.

A dot is a dot.
```

| Method | Cost |
|---|---|
| `add` | one |
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><circle r="9"/></svg>'


def write_book(root: Path) -> None:
    files = {
        "conf.py": CONF.format(here=str(root)),
        "marks.py": MARKS,
        "book/index.md": INDEX,
        "book/checked.md": "# How it is checked\n\nBy running it.\n",
        "book/part/one/index.md": "# Module one\n\nOpener.\n\n```{toctree}\npage\nlast\n```\n",
        "book/part/one/page.md": PAGE,
        "book/part/one/dot.svg": DOT,
        "book/part/one/last.md": "# The last page\n\nNothing runs here.\n",
        "book/part/two/index.md": "# Module two\n\nAlone.\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(root: Path, out: str, *options: str) -> Path:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-c", str(root)]
    command += ["-d", str(root / "doctrees"), *options, str(root / "book"), str(root / out)]
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1"},
    )
    assert done.returncode == 0, done.stderr
    return root / out


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("web")
    write_book(root)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return build(root, "out")


def read(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_bytes(), "html.parser")


@pytest.fixture
def page(site: Path) -> BeautifulSoup:
    return read(site / "part/one/page.html")


# -- The line under the title ---------------------------------------------------


def test_page_says_how_many_different_examples_ran_and_links_to_the_checked_page(
    page: BeautifulSoup,
) -> None:
    (line,) = page.select("h1 + p.proof")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    # Five blocks: one is shown twice, one waits for a newer Python.
    assert line.text.strip() == f"3 examples executed on Python {version}"
    assert line.select("a")[0].get("href") == "../../checked.html"


def test_page_without_examples_says_nothing_about_them(site: Path) -> None:
    assert not read(site / "part/one/last.html").select(".proof")


def test_line_has_no_link_when_there_is_no_checked_page(root: Path, site: Path) -> None:
    out = build(root, "out-unchecked", "-D", "press_checked_page=nowhere")
    (line,) = read(out / "part/one/page.html").select(".proof")
    assert "3 examples executed" in line.text
    assert not line.select("a")


# -- Panels ---------------------------------------------------------------------


def test_an_example_and_its_output_are_one_panel(page: BeautifulSoup) -> None:
    first = page.select(".listing")[0]
    assert [("output" in block["class"]) for block in first.select("[class*=highlight-]")] == [
        False,
        True,
    ]
    assert len(page.select(".listing")) == 5


def test_a_panel_shows_that_its_example_raises_or_was_not_run(page: BeautifulSoup) -> None:
    states = [set(panel["class"]) for panel in page.select(".listing")]
    assert ["raises" in state for state in states] == [False, False, False, True, False]
    # Whether a block runs is known only when the page is written.
    assert ["not-run" in state for state in states] == [False, False, False, False, True]


def test_a_named_example_links_to_itself(page: BeautifulSoup) -> None:
    (link,) = page.select("a.listing-link")
    assert link.get("href") == "#named"
    assert page.select("#named")


def test_a_caption_brings_its_own_link_and_outputs_after_it_still_belong_to_it() -> None:
    document = nodes.section()
    block = nodes.literal_block("x", "x", classes=["example"], ids=[])
    wrapper = nodes.container("", nodes.caption("", "a.py"), block, ids=["it"], literal_block=True)
    output = nodes.literal_block("1", "1", classes=["output"])
    document += [wrapper, nodes.comment("", "expected-output"), output, nodes.paragraph("", "p")]
    group_listings(document, link=True)  # type: ignore[arg-type]
    panel, paragraph = document.children
    assert panel["classes"] == ["listing"]
    assert list(panel.findall(nodes.literal_block)) == [block, output]
    assert not list(panel.findall(nodes.raw))
    assert isinstance(paragraph, nodes.paragraph)


def test_code_and_tables_that_scroll_can_be_reached_by_keyboard(
    page: BeautifulSoup,
) -> None:
    blocks = page.select("article pre")
    assert blocks and all(block.get("tabindex") == "0" for block in blocks)
    assert page.select(".table-wrapper")[0].get("tabindex") == "0"


def test_a_picture_states_its_size_so_that_nothing_moves_when_it_comes(
    page: BeautifulSoup,
) -> None:
    (picture,) = page.select("article img")
    assert (picture.get("width"), picture.get("height")) == ("40", "30")


def test_a_picture_with_a_size_or_from_elsewhere_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(DOT)
    files = {"a.svg": tmp_path / "a.svg"}
    for tag in ('<img src="x/a.svg" width="9"/>', '<img src="https://e.org/b.svg"/>'):
        assert state_sizes(tag, files) == tag
    (tmp_path / "b.svg").write_text("<svg/>")
    assert measure(tmp_path / "b.svg") is None


# -- Nothing from elsewhere -------------------------------------------------------


def test_no_page_and_no_style_sheet_asks_another_host_for_anything(site: Path) -> None:
    asked = []
    for file in site.rglob("*.html"):
        for element in read(file).select("script, img, source, iframe, video, audio, link"):
            link = str(element.get("src") or element.get("href") or "")
            if re.match(r"(https?:)?//", link):
                asked.append(f"{file.name}: {link}")
    for file in site.rglob("*.css"):
        asked += re.findall(
            r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^)"']+)""", file.read_text()
        )
    assert asked == []


def test_every_font_of_the_style_sheet_is_in_the_site_and_no_print_font_is(site: Path) -> None:
    sheet = (site / "_static/book.css").read_text()
    fonts = re.findall(r'url\("(fonts/[^"]+)"\)', sheet)
    assert len(fonts) > 10
    assert all((site / "_static" / font).is_file() for font in fonts)
    assert not list(site.rglob("*.ttf"))
    assert len(list((site / "_static/fonts").glob("LICENSE-*"))) >= 3


def test_fonts_asked_for_early_exist_and_are_not_asked_for_from_the_file_system(site: Path) -> None:
    text = (site / "part/one/page.html").read_text()
    assert 'location.protocol !== "file:"' in text
    preloaded = re.findall(r'rel="preload"[^>]*href="\.\./\.\./(_static/fonts/[^"]+)"', text)
    assert preloaded and all((site / name).is_file() for name in preloaded)


def test_a_page_weighs_less_than_150_kb_without_its_fonts(site: Path) -> None:
    import gzip

    text = (site / "part/one/page.html").read_text()
    assets = re.findall(r'(?:href|src)="(?:\.\./)*(_static/[^"?]+\.(?:css|js))', text)
    files = [site / "part/one/page.html", *(site / name for name in dict.fromkeys(assets))]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 150_000


# -- Head -------------------------------------------------------------------------


def test_head_has_language_title_description_and_icon(site: Path) -> None:
    front = read(site / "index.html")
    assert front.html["lang"] == "en"
    assert "A <Book>" in front.title.text
    said = front.select("meta[name=description]")[0]["content"]
    assert said.startswith("What this book is about") and said.endswith("…")
    assert 100 < len(said) <= 160
    icon = front.select("link[rel=icon]")[0]["href"]
    assert (site / icon).is_file()


def test_description_is_the_first_running_text_not_a_box() -> None:
    document = nodes.section()
    box = nodes.note("", nodes.paragraph("", "In a box."))
    document += [box, nodes.paragraph("", ""), nodes.paragraph("", "Running text.")]
    assert describe(document) == "Running text."  # type: ignore[arg-type]


def test_an_address_brings_canonical_links_cards_and_a_site_map(root: Path, site: Path) -> None:
    assert not read(site / "index.html").select("link[rel=canonical]")
    assert not (site / "sitemap.xml").exists()
    out = build(root, "out-public", "-D", "html_baseurl=https://example.org/b/")
    page = read(out / "part/one/page.html")
    address = "https://example.org/b/part/one/page.html"
    assert [link["href"] for link in page.select("link[rel=canonical]")] == [address]
    card = page.select("meta[property='og:image']")[0]["content"]
    assert card == "https://example.org/b/_static/card.png"
    assert (out / "_static/card.png").read_bytes().startswith(b"\x89PNG")
    assert f"<loc>{address}</loc>" in (out / "sitemap.xml").read_text()


def test_the_page_for_wrong_addresses_carries_its_style_in_itself(root: Path, site: Path) -> None:
    page = read(site / "404.html")
    assert not page.select("link, script, img")
    assert "var(--paper)" in page.style.text
    assert page.select("main a")[0].get("href") == "index.html"
    out = build(root, "out-public", "-D", "html_baseurl=https://example.org/b/")
    assert read(out / "404.html").select("main a")[0].get("href") == (
        "https://example.org/b/index.html"
    )


def test_the_search_page_can_be_used_without_the_side_bar(site: Path) -> None:
    page = read(site / "search.html")
    assert page.select("article h1 ~ form input[name=q]")
    assert not (site / "searchindex.js").exists()
    loaded = [s.get("src").rpartition("/")[2].partition("?")[0] for s in page.select("script[src]")]
    assert loaded[-2:] == ["minisearch.js", "search.js"]
    assert "search-entries.js" not in loaded
    assert (site / "_static" / "search-entries.js").is_file()


# -- Navigation ----------------------------------------------------------------------


def entries(html: str) -> list[tuple[str, str, bool, bool, bool]]:
    """Give text, address, on the way, page itself, opened, of every entry."""
    found = []
    for item in BeautifulSoup(html, "html.parser").find_all("li"):
        classes = item.get("class", [])
        box = item.find("input", recursive=False)
        link = item.find("a")
        found.append(
            (
                link.text,
                link["href"],
                "current" in classes,
                "current-page" in classes,
                bool(box and box.has_attr("checked")),
            )
        )
    return found


def test_navigation_is_what_furo_would_have_made_on_every_page(site: Path) -> None:
    files = sorted((site / "stock-navigation").glob("*.json"))
    assert len(files) == 6
    for file in files:
        stock, ours = json.loads(file.read_text())
        assert entries(ours) == entries(stock), file.name
    assert any(entry[3] for entry in entries(ours))


def test_navigation_from_a_root_page_in_a_folder_leads_to_the_right_places() -> None:
    tree = NavTree(
        '<ul><li class="toctree-l1"><a class="reference internal" href="page.html">P</a></li>'
        '<li class="toctree-l1"><a class="reference external" href="https://e.org/">E</a></li></ul>',
        "a/b/index.html",
    )
    assert 'href="page.html"' in tree.at("a/b/other.html")
    assert 'href="a/b/page.html"' in tree.at("search.html")
    assert 'href="https://e.org/"' in tree.at("search.html")
    assert 'class="toctree-l1 current current-page"' in tree.at("a/b/page.html")


def test_a_new_page_appears_in_the_navigation_of_pages_that_did_not_change(root: Path) -> None:
    out = build(root, "steps")
    old, new = out / "checked.html", root / "book/part/three/index.md"
    assert "Module three" not in old.read_text()
    new.parent.mkdir()
    new.write_text("# Module three\n\nNew.\n")
    try:
        (root / "book/index.md").write_text(INDEX + "\nMore.\n")
        build(root, "steps")
        assert "Module three" in old.read_text()
    finally:
        new.unlink()
        (root / "book/index.md").write_text(INDEX)


# -- Look ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["web/book.css", "web/404.css", "epub/book.css", "landing/landing.css"]
)
def test_style_sheets_take_every_color_from_the_tokens(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (THEME / name).read_text(), flags=re.DOTALL)
    text = re.sub(r"box-shadow:[^;]*;", "", text)
    values = [declaration.split(":", 1)[1] for declaration in re.findall(r"[\w-]+:[^;{}]+;", text)]
    colors = re.compile(
        r"#[0-9a-f]{3,8}\b|\brgb|\bhsl|\b(white|black|gr[ae]y|red)\b", re.IGNORECASE
    )
    assert [value for value in values if colors.search(value)] == []


@pytest.mark.parametrize("name", ["web/book.css", "epub/book.css", "landing/landing.css"])
def test_style_sheets_name_no_unknown_token(name: str) -> None:
    tokens = load_tokens(THEME)
    text = (THEME / name).read_text()
    text = re.sub(r"--(color|font-stack|code)[\w-]*:", "", text)
    known = set(tokens) | set(re.findall(r"--((?:color|font-stack)[\w-]*)", text))
    unknown = set(re.findall(r"var\(--([\w-]+)\)", text)) - known
    assert unknown == set()


def test_the_icon_has_the_colors_of_the_tokens() -> None:
    colors = re.findall(r"#[0-9a-f]{6}", (THEME / "web/static/favicon.svg").read_text())
    assert colors and set(colors) <= set(load_tokens(THEME).values())


def test_a_color_without_a_token_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ValueError, match="no token is named --nonsense: add it"):
        flatten("a { color: var(--nonsense) }", {})


def test_the_night_changes_colors_alone() -> None:
    tokens = {"ink": "#000000", "dark-ink": "#ffffff", "font-ui": "Sans"}
    sheet = "a { color: var(--ink); margin: 1em; font: var(--font-ui) } b { margin: 0 }"
    assert dark_rules(sheet, tokens) == "a { color: #ffffff }"


def test_a_broken_style_sheet_is_an_error_with_its_line() -> None:
    with pytest.raises(ValueError, match="line 2"):
        dark_rules("a { color: red }\n}", {})


def test_steps_of_one_chain_count_as_examples_of_their_own() -> None:
    document = new_document("page")
    for text in ("first = 1", "second = first", "second = first"):
        document += nodes.literal_block(text, text, example="k" * 32, classes=["example"])
    assert executed(document) == {"": 2}


def test_what_ran_on_a_newer_python_is_counted_apart() -> None:
    own = "Python " + ".".join(platform.python_version_tuple()[:2])
    document = new_document("page")
    newer = {"ran_on": "Python 3.99 (WebAssembly)"}
    for number, where in enumerate(({}, newer, {}, newer, newer)):
        text = f"print({number})"
        document += nodes.literal_block(text, text, example="k", classes=["example"], **where)
    assert executed_sentence(document) == (
        f"2 examples executed on {own}, 3 on Python 3.99 (WebAssembly)"
    )
    document = new_document("page")
    document += nodes.literal_block("1", "1", example="k", classes=["example"], **newer)
    assert executed_sentence(document) == "1 example executed on Python 3.99 (WebAssembly)"
