"""The weight check: what a first visit loads is added up, and a heavy page is found."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from press.checks import weight
from press.checks.files import Folder
from press.layout import Layout

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Money</title>
<link rel="next" href="other.html">
<link rel="preload" as="font" href="_static/Book.woff2">
<link rel="stylesheet" href="_static/book.css?v=1">
<style>p { background: url("in-style.png") }</style></head>
<body><p>An <a href="other.html">amount</a>. <a href="big.png">big</a></p>
<img src="day.svg" alt="A day"><img src="night.svg" loading="lazy" alt="A night">
<img src="day.svg" alt="The day again"><img src="data:image/png;base64,AAAA" alt="Nothing">
<script src="_static/book.js"></script><script src="https://example.org/far.js"></script>
</body></html>
"""


def noise(size: int) -> bytes:
    """Bytes that no compression makes smaller."""
    return random.Random(size).randbytes(size)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    web = tmp_path / "build" / "web"
    (web / "_static").mkdir(parents=True)
    (web / "page.html").write_text(PAGE)
    (web / "other.html").write_text("<!DOCTYPE html><title>Other</title><p>" + "a" * 900_000)
    for name in ("in-style.png", "in-sheet.png", "big.png", "_static/Book.woff2"):
        (web / name).write_bytes(noise(3_000))
    (web / "_static/book.css").write_text(
        '@import "more.css"; @font-face { src: url("Book.woff2") } p { color: red }'
    )
    (web / "_static/more.css").write_text("p { background: url(../in-sheet.png) }")
    (web / "_static/book.js").write_text("1;" * 5_000)
    for name in ("day.svg", "night.svg"):
        (web / name).write_text(f"<svg><title>{name}</title></svg>")
    return web


def test_what_a_page_loads_is_counted_once_and_what_it_links_is_not(site: Path) -> None:
    loaded = weight._Scales(Folder(site)).page("page.html")
    assert sorted(loaded) == [
        *("_static/book.css", "_static/book.js", "_static/more.css", "day.svg"),
        *("in-sheet.png", "in-style.png", "night.svg", "page.html"),
    ]
    assert loaded["in-style.png"] == 3_000
    assert loaded["_static/book.js"] == len(gzip.compress(b"1;" * 5_000, 6))


def test_light_pages_have_no_finding_and_the_heaviest_is_named(site: Path) -> None:
    (outcome,) = weight.run(Layout(site.parents[1]))
    assert outcome.findings == []
    assert outcome.subject == "build/web, 2 pages"
    assert outcome.note.startswith("the heaviest page is web/page.html, 7 KB")


@pytest.mark.parametrize(
    ("file", "mend"),
    [
        ("day.svg", "draw the picture as SVG"),
        ("in-sheet.png", "draw the picture as SVG"),
        ("_static/book.js", "load the script when somebody asks"),
        ("_static/more.css", "drop the rules"),
        ("page.html", "cut the page in two"),
    ],
)
def test_a_heavy_page_is_found_with_its_heaviest_part(site: Path, file: str, mend: str) -> None:
    with (site / file).open("ab") as handle:
        handle.write(b"<!-- " + noise(160_000).hex().encode() + b" -->")
    (outcome,) = weight.run(Layout(site.parents[1]))
    (finding,) = outcome.findings
    assert finding.path == "build/web/page.html"
    assert " KB and may load 150 KB: " in finding.what
    assert f": {file.rpartition('/')[2]} " in finding.what
    assert finding.mend.startswith(mend)


def test_a_page_is_named_by_its_source_where_it_has_one(site: Path) -> None:
    (site.parents[1] / "book").mkdir()
    (site.parents[1] / "book" / "page.md").write_text("# Money\n")
    (site / "in-style.png").write_bytes(noise(160_000))
    (outcome,) = weight.run(Layout(site.parents[1]))
    assert outcome.findings[0].path == "book/page.md"


def test_a_website_that_is_not_built_is_a_finding(tmp_path: Path) -> None:
    (outcome,) = weight.run(Layout(tmp_path))
    assert "is not built" in outcome.findings[0].what
