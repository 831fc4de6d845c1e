"""Diagrams: drawn offline into ordinary figures, the same picture for every edition."""

from __future__ import annotations

import base64
import io
import re
import shutil
from pathlib import Path

import pytest
from docutils import nodes
from fontTools.ttLib import TTFont
from lxml import etree
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from press import mermaid_svg
from press.drawings import UnknownDrawingError, find_drawing
from press.mermaid_svg import DiagramError
from press.tokens import dark, read_tokens

ROOT = Path(__file__).parents[2]
TOKENS = read_tokens(ROOT / "theme/tokens.css")
FACES = mermaid_svg.find_faces("Book Sans", ROOT / "theme/fonts")
SVG = "{http://www.w3.org/2000/svg}"

CLASSES = """classDiagram
    class Money {
        +Decimal amount
        +__add__(other) Money
    }
    Ledger *-- Account : holds
    Account --> Money
"""
CONF = """
project = author = "T"
copyright = "2026, T"
language = "en"
version = release = "1"
extensions = ["myst_parser", "press.diagrams"]
myst_enable_extensions = ["colon_fence"]
numfig = True
"""


class Book:
    """A book of one page, built as any edition."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "book").mkdir()
        (root / "theme/fonts").mkdir(parents=True)
        (root / "conf.py").write_text(CONF)
        shutil.copy(ROOT / "theme/tokens.css", root / "theme")
        for face in FACES:
            (root / "theme/fonts" / face.file.name).symlink_to(face.file)

    def write(self, page: str) -> None:
        (self.root / "book/index.md").write_text("# Page\n\n" + page, encoding="utf-8")

    def build(self, builder: str = "html") -> str:
        """Build the edition and return its warnings."""
        warnings = io.StringIO()
        out, trees = self.root / builder, self.root / f"trees-{builder}"
        with docutils_namespace(), patch_docutils(self.root):
            self.app = Sphinx(
                self.root / "book", self.root, out, trees, builder, status=None, warning=warnings
            )
            self.app.build()
        return re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())

    def html(self) -> str:
        return (self.root / "html/index.html").read_text(encoding="utf-8")

    @property
    def pictures(self) -> list[Path]:
        return sorted((self.root / "build/diagrams").glob("*"))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def fence(text: str, *options: str) -> str:
    lines = options or (":alt: A ledger holds accounts.", ":caption: A ledger holds accounts.")
    return "\n".join(["```{mermaid}", *lines, "", text.strip("\n"), "```", ""])


LOOKUP = fence(
    "flowchart BT\n  a --> b", ":alt: From a to b.", ":caption: To **b**.", ":name: fig-lookup"
)


# -- what a writer sees -------------------------------------------------------


def test_a_diagram_is_an_ordinary_image_in_a_numbered_figure(book: Book) -> None:
    options = ":alt: A ledger.", ":caption: Ledgers **hold**.", ":name: fig-ledger"
    book.write("See {numref}`fig-ledger`.\n\n" + fence(CLASSES, *options))
    assert book.build() == ""
    figure = next(iter(book.app.env.get_doctree("index").findall(nodes.figure)))
    image = figure[0]
    assert isinstance(image, nodes.image)
    assert figure["classes"] == ["diagram"]
    assert figure["ids"] == ["fig-ledger"]
    assert image["alt"] == "A ledger."
    assert image["diagram"] == CLASSES.strip("\n")
    assert re.fullmatch(r"\d+\.\d\dem", image["width"])
    assert "Fig. 1" in book.html()


def test_alternative_text_is_escaped(book: Book) -> None:
    book.write(fence(CLASSES, ':alt: the "q" & <x> of it', ":caption: C."))
    assert book.build() == ""
    assert 'alt="the &quot;q&quot; &amp; &lt;x&gt; of it"' in book.html()


def test_the_website_alone_shows_the_dark_picture_too(book: Book) -> None:
    book.write(fence(CLASSES))
    book.build()
    html = book.html()
    assert len(re.findall("<img[^>]*only-light[^>]*>", html)) == 1
    assert re.search('<img[^>]*only-dark[^>]*loading="lazy"[^>]*>', html)
    assert len(list((book.root / "html/_images").iterdir())) == 2
    book.build("epub")
    page = (book.root / "epub/index.xhtml").read_text(encoding="utf-8")
    assert page.count("<img") == 1
    assert "only-" not in page
    assert [p.name for p in (book.root / "epub/_images").iterdir()] == [
        p.name for p in book.pictures if "dark" not in p.name
    ]


def test_no_page_loads_a_script_for_diagrams(book: Book) -> None:
    book.write(fence(CLASSES))
    book.build()
    for page in (book.root / "html").glob("*.html"):
        assert "//cdn" not in page.read_text(encoding="utf-8")


# -- one cache ----------------------------------------------------------------


def test_the_second_edition_draws_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.write(fence(CLASSES))
    book.build()
    monkeypatch.setattr(mermaid_svg, "draw", lambda *_: pytest.fail("drawn again"))
    book.build("epub")


def test_an_unchanged_book_reads_nothing_and_a_new_palette_reads_all(book: Book) -> None:
    book.write(fence(CLASSES))
    book.build()
    first = book.pictures
    book.build()
    assert book.app.env.get_outdated_files(config_changed=False) == (set(), set(), set())
    assert book.pictures == first
    tokens = book.root / "theme/tokens.css"
    tokens.write_text(tokens.read_text().replace(TOKENS["accent"], "#123456"))
    book.build()
    assert len(book.pictures) == 2 * len(first)
    shown = {path.name for path in book.pictures} - {path.name for path in first}
    assert all(name in book.html() for name in shown)


def test_a_lost_picture_is_drawn_again(book: Book) -> None:
    book.write(fence(CLASSES))
    book.build()
    shutil.rmtree(book.root / "build")
    assert book.build() == ""
    assert len(book.pictures) == 2


def test_nothing_half_written_stays_in_the_cache(book: Book) -> None:
    book.write(fence(CLASSES))
    book.build()
    assert {path.suffix for path in book.pictures} == {".svg"}


# -- bad input ----------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "```{mermaid}\n:alt: a\n:caption: c\n\nflowchart TD\n  A -->> B[[\n```\n",
        "```{mermaid}\n---\nalt: a\ncaption: c\n---\nflowchart TD\n  A -->> B[[\n```\n",
        ":::{mermaid}\n:alt: a\n:caption: c\n\n\nflowchart TD\n  A -->> B[[\n:::\n",
        "- x\n\n  ```{mermaid}\n  :alt: a\n  :caption: c\n\n  flowchart TD\n  A -->> B[[\n  ```\n",
        "```{mermaid}\n:alt: a\n:caption: c\n:title: t\n\nflowchart TD\n  A -->> B[[\n```\n",
        "```{mermaid}\n:alt: a\n:caption: c\n\n%% note\nflowchart TD\n\n %% x\n A -->> B[[\n```\n",
        "```{mermaid}\n:alt: a\n:caption: c\n\n---\ntitle: t\n---\nflowchart\n A -->> B[[\n```\n",
    ],
    ids=["options", "yaml", "colons", "list", "title", "comments", "matter"],
)
def test_a_syntax_error_names_the_line_inside_the_fence(book: Book, page: str) -> None:
    book.write(page)
    line = ("# Page\n\n" + page).split("A -->> B[[")[0].count("\n") + 1
    warnings = book.build()
    assert f"book/index.md:{line}: WARNING: diagram: expected" in warnings
    excerpt, caret = warnings.splitlines()[1:3]
    assert excerpt.strip() == "A -->> B[["
    assert excerpt[caret.index("^")] == ">"


def test_all_broken_diagrams_of_a_build_are_reported(book: Book) -> None:
    book.write(fence("flowchart TD\n  A -->> B[[") + "\n" + fence("flowchrat TD\n  A --> B"))
    warnings = book.build()
    assert warnings.count("[diagram.syntax]") == 2
    assert "'flowchrat' is no kind of diagram" in warnings


def test_an_error_in_an_included_file_names_that_file(book: Book) -> None:
    (book.root / "book/bad.mmd").write_text("flowchart TD\n  A -->> B[[\n")
    book.write("```{mermaid} bad.mmd\n:alt: a\n:caption: c\n```\n")
    assert "book/bad.mmd:2: WARNING: diagram" in book.build()


# -- once more ----------------------------------------------------------------


def figures(book: Book) -> list[nodes.figure]:
    return list(book.app.env.get_doctree("index").findall(nodes.figure))


def test_a_diagram_is_drawn_once_more_by_its_name(book: Book) -> None:
    (book.root / "book/other.md").write_text("---\norphan: true\n---\n\n# Other\n\n" + LOOKUP)
    book.write(
        "```{diagram} fig-lookup\n```\n\n"
        "```{diagram} fig-lookup\n:direction: LR\n:alt: Another.\n:caption: Turned.\n```\n"
    )
    assert book.build() == ""
    same, turned = (figure[0] for figure in figures(book))
    assert (same["alt"], same["diagram"]) == ("From a to b.", "flowchart BT\n  a --> b")
    assert (turned["alt"], turned["diagram"]) == ("Another.", "flowchart LR\n  a --> b")
    assert [figure[1].astext() for figure in figures(book)] == ["To b.", "Turned."]
    assert [figure["ids"] for figure in figures(book)] == [["id1"], ["id2"]]


def test_a_diagram_that_is_shown_again_follows_the_first(book: Book) -> None:
    other = book.root / "book/other.md"
    other.write_text("---\norphan: true\n---\n\n# Other\n\n" + LOOKUP)
    book.write("```{diagram} fig-lookup\n```\n")
    book.build()
    other.write_text(other.read_text().replace("a --> b", "a --> b\n  b --> c"))
    assert book.build() == ""
    assert "b --> c" in figures(book)[0][0]["diagram"]


def test_a_diagram_that_moved_to_another_page_is_found_there(tmp_path: Path) -> None:
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    first.write_text(LOOKUP)
    assert find_drawing(tmp_path, "fig-lookup").path == first
    first.rename(second)
    assert find_drawing(tmp_path, "fig-lookup").path == second
    second.write_text("# Nothing\n")
    with pytest.raises(UnknownDrawingError):
        find_drawing(tmp_path, "fig-lookup")


def test_a_fault_in_a_diagram_shown_again_is_told_where_it_stands(book: Book) -> None:
    page = "---\norphan: true\n---\n\n# Other\n\n" + LOOKUP.replace("a --> b", "a -->> b[[")
    (book.root / "book/other.md").write_text(page)
    book.write("```{diagram} fig-lookup\n```\n")
    line = page.split("a -->> b")[0].count("\n") + 1
    assert book.build().count(f"book/other.md:{line}: WARNING: diagram") == 2


@pytest.mark.parametrize(
    ("asked", "complaint"),
    [
        ("fig-lokup", 'no diagram of the book is called "fig-lokup": did you mean "fig-lookup"?'),
        ("fig-x", 'called "fig-x": write ":name: fig-x" into a diagram'),
        ("fig-classes\n:direction: LR", "only a flowchart can be turned"),
        ("fig-lookup\n:direction: up", '"up" unknown; choose from "tb", "bt", "lr", or "rl"'),
    ],
)
def test_a_diagram_that_cannot_be_shown_again(book: Book, asked: str, complaint: str) -> None:
    classes = fence(CLASSES, ":alt: a", ":caption: c", ":name: fig-classes")
    book.write(LOOKUP + "\n" + classes + f"\n```{{diagram}} {asked}\n```\n")
    assert re.search(rf"book/index\.md:\d+: .*{re.escape(complaint)}", book.build(), re.S)


@pytest.mark.parametrize(
    ("text", "options", "complaint"),
    [
        (CLASSES, [":caption: c"], "needs alternative text"),
        (CLASSES, [":caption: c", ":alt:"], "needs alternative text"),
        (CLASSES, [":alt: a"], "needs a caption"),
        ("flowchart TD\n", [], "draws nothing"),
        ("classDiagram\n class A {\n  " + "wide_" * 24 + "\n }", [], "narrower"),
        ("flowchart TD\n" + "".join(f" A{i} --> A{i + 1}\n" for i in range(20)), [], "lower"),
        ("flowchart TD\n A --> B\n style A fill:#ff0000", [], ":::mark"),
        ("%%{init: {'theme': 'dark'}}%%\nflowchart TD\n A --> B", [], "have no effect"),
        ("mindmap\n  root\n    __eq__", [], "draw a flowchart"),
        ("flowchart TD\n A[漢字] --> B", [], "the font has no 漢, 字"),
    ],
)
def test_a_poor_diagram_is_a_warning_with_the_mend(
    book: Book, text: str, options: list[str], complaint: str
) -> None:
    book.write(fence(text, *options))
    warnings = book.build()
    assert re.search(rf"book/index\.md:\d+: WARNING: .*{re.escape(complaint)}", warnings), warnings
    assert warnings.count("WARNING") == 1


def test_a_fault_is_reported_again_by_the_next_build(book: Book) -> None:
    book.write(fence(CLASSES, ":caption: c"))
    assert book.build() == book.build() != ""


# -- the picture --------------------------------------------------------------


def test_a_picture_stands_alone() -> None:
    svg = mermaid_svg.draw("flowchart TD\n accTitle: t\n accDescr: d\n A --> B", TOKENS, FACES)
    root = etree.fromstring(svg.encode())
    assert root.get("role") == "img"
    assert "var(" not in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    names = {name for element in root.iter() for name in element.attrib}
    assert not [
        n for n in names if n in {"id", "class", "style"} or n.startswith(("data-", "aria"))
    ]
    assert not list(root.iter(f"{SVG}foreignObject", f"{SVG}title", f"{SVG}desc"))


CROSSED = """flowchart TB
  subgraph one["the first"]
    a --> b
  end
  subgraph two["the second"]
    c --> d
  end
  one ~~~ two
"""


def test_the_outline_of_a_crossed_title_has_the_color_of_its_ground() -> None:
    """WeasyPrint knows no color-mix and paints the outline black."""
    svg = mermaid_svg.draw(CROSSED, TOKENS, FACES)
    outline = re.search(r'<text fill="none" stroke="([^"]*)"[^>]*>the second', svg)
    assert outline is not None
    paper, code = (TOKENS[name] for name in ("paper", "paper-code"))
    low, high = sorted((bytes.fromhex(paper[1:]), bytes.fromhex(code[1:])))
    mixed = bytes.fromhex(outline[1].removeprefix("#"))
    assert all(a <= b <= c for a, b, c in zip(low, mixed, high, strict=True))
    assert "color-mix" not in svg


def test_a_picture_embeds_the_letters_it_shows_and_no_others() -> None:
    svg = mermaid_svg.draw(CLASSES, TOKENS, FACES)
    rules = re.findall(r"font-weight:(\d+).*?base64,([^)]*)\)", svg)
    letters = {
        weight: set(map(chr, TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()))
        for weight, data in rules
    }
    assert letters["600"] == set("MoneyLedgerAccount")
    assert set("__add__") <= letters["400"]
    assert not letters["400"] & set("XYZ")


def test_special_method_names_keep_their_underscores() -> None:
    svg = mermaid_svg.draw(CLASSES, TOKENS, FACES)
    assert "+__add__(other) : Money" in svg


def test_the_same_text_gives_the_same_bytes() -> None:
    assert mermaid_svg.draw(CLASSES, TOKENS, FACES) == mermaid_svg.draw(CLASSES, TOKENS, FACES)


@pytest.mark.parametrize("palette", [TOKENS, dark(TOKENS)], ids=["light", "dark"])
def test_an_emphasized_node_takes_its_colors_from_the_palette(palette: dict[str, str]) -> None:
    svg = mermaid_svg.draw("flowchart TD\n A:::mark --> B:::gold\n B --> C:::soft", palette, FACES)
    for name in ("mark", "mark-soft", "gold", "gold-soft"):
        assert palette[name] in svg
    assert 'stroke-dasharray="4 3"' in svg


@pytest.mark.parametrize("palette", [TOKENS, dark(TOKENS)], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "accent-soft"),
        ("ink", "mark-soft"),
        ("ink", "gold-soft"),
        ("ink-soft", "accent-soft"),
        ("ink-soft", "paper-code"),
        ("paper", "ink-soft"),
    ],
)
def test_labels_have_the_contrast_of_wcag_aa(
    palette: dict[str, str], text: str, ground: str
) -> None:
    def luminance(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted(luminance(palette[name]) for name in (text, ground))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_print_shows_the_labels_in_the_documents_own_sans(tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    from weasyprint import HTML

    (tmp_path / "d.svg").write_text(mermaid_svg.draw(CLASSES, TOKENS, FACES))
    rules = "".join(
        f"@font-face{{font-family:'{f.family}';font-weight:{f.weight};src:url('{f.file.as_uri()}')}}"
        for f in FACES[:2]
    )
    pdf = HTML(
        string=f"<style>{rules}</style><img alt='' src=d.svg>", base_url=str(tmp_path) + "/"
    ).write_pdf()
    assert {name.split(b"+")[1] for name in re.findall(rb"/BaseFont /(\w+\+[\w-]+)", pdf)} <= {
        b"Book-Sans",
        b"Book-Sans-Semi-Bold",
    }
    assert "__add__(other) : Money" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


@pytest.mark.parametrize("text", ["", "   \n", "hello"])
def test_text_that_is_no_diagram_is_an_error(text: str) -> None:
    with pytest.raises((DiagramError, ValueError)):
        mermaid_svg.draw(text, TOKENS, FACES)
