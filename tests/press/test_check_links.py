"""The link check: what leads somewhere passes, what leads nowhere or away is found."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from press.checks.files import Archive, Folder
from press.checks.links import check_links, run
from press.layout import Layout

HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    web = tmp_path / "build" / "web"
    (web / "core").mkdir(parents=True)
    (web / "_static").mkdir()
    (web / "_static" / "book.css").write_text('/* url(no.png) */\n@import "more.css";\n')
    (web / "_static" / "more.css").write_text("a { background: url('a%20b.png') }\n")
    (web / "_static" / "a b.png").touch()
    (web / "_static" / "unused.css").write_text("@import 'https://fonts.example/css';\n")
    link = '<link rel="stylesheet" href="_static/book.css?v=1">'
    (web / "index.html").write_text(f'{HEAD}{link}</head><body id="top"></body></html>')
    (web / "core" / "page.html").write_text(
        f'{HEAD}</head><body>\n<h1 id="über">P</h1><a href="../index.html#top">up</a></body>',
        encoding="utf-8",
    )
    return tmp_path


def faults(site: Path, html: str) -> list[str]:
    (site / "build" / "web" / "core" / "planted.html").write_text(
        f"{HEAD}</head><body>\n<p>{html}</p>\n</body></html>", encoding="utf-8"
    )
    return [str(one) for one in check_links(Folder(site / "build"), "", "web/").findings]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="page.html">x</a>',
        '<a href="page.html#%C3%BCber">x</a>',
        '<a href="#">x</a>',
        '<a href="?q=1">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<a href="https://example.org/">x</a>',
        '<img src="data:image/gif;base64,x" alt="">',
        '<img srcset="../_static/a%20b.png 2x" alt="">',
        '<a href="page.html#/2/1">slide by number</a>',
    ],
)
def test_a_link_that_leads_somewhere_passes(site: Path, html: str) -> None:
    assert faults(site, html) == []


@pytest.mark.parametrize(
    ("html", "finding"),
    [
        ('<a href="gone.html">x</a>', "planted.html:2: gone.html leads nowhere"),
        ('<a href="page.html#gone">x</a>', "no element has the id 'gone'"),
        ('<a href="#gone">x</a>', "no element has the id 'gone'"),
        ('<a href="page.html#/gone">x</a>', "no element has the id 'gone'"),
        ('<img src="gone.png" alt="">', "gone.png leads nowhere"),
        ('<img srcset="gone.png 2x" alt="">', "gone.png leads nowhere"),
        ('<a href="../core">x</a>', "../core names a folder"),
        ('<a href="/index.html">x</a>', "begins at the root of the host"),
        ('<a href="page.md">x</a>', "page.md leads nowhere"),
        ('<a href="javascript:x()">x</a>', "is no address a reader can open"),
        ('<script src="https://cdn.example/x.js"></script>', "from another host; ship the file"),
        ('<img src="//cdn.example/x.png" alt="">', "from another host"),
        ("<p style=\"background: url('https://x.example/y')\">x</p>", "from another host"),
        ("<style>a { background: url(gone.png) }</style>", "gone.png leads nowhere"),
        ('<svg><use href="#gone"></use></svg>', "no element has the id 'gone'"),
    ],
)
def test_a_link_that_leads_nowhere_or_loads_from_elsewhere_is_found(
    site: Path, html: str, finding: str
) -> None:
    found = faults(site, html)
    assert len(found) == 1, found
    assert finding in found[0]


def test_style_sheets_are_followed_as_far_as_a_page_uses_them(site: Path) -> None:
    assert faults(site, "") == []
    (site / "build/web/_static/more.css").write_text("\n\na { src: url(gone.woff2) }\n")
    (found,) = faults(site, "")
    assert found.startswith("web/_static/more.css:3: gone.woff2 leads nowhere")


def test_links_inside_an_archive_are_checked_too(tmp_path: Path) -> None:
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><a href="b.xhtml#x">b</a>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="gone.png"/></svg></body></html>'
    )
    with zipfile.ZipFile(tmp_path / "b.epub", "w") as book:
        book.writestr("text/a.xhtml", page)
        book.writestr("text/b.xhtml", page.replace("b.xhtml#x", "a.xhtml").replace("gone", "p"))
        book.writestr("text/p.png", "")
    found = [str(one) for one in check_links(Archive(tmp_path / "b.epub")).findings]
    assert [one.split(";")[0] for one in found] == [
        "text/a.xhtml:1: b.xhtml#x: no element has the id 'x'",
        "text/a.xhtml:2: gone.png leads nowhere",
    ]


def test_a_broken_link_is_told_at_its_line_in_the_source_and_other_hosts_are_listed(
    site: Path,
) -> None:
    (site / "book" / "core").mkdir(parents=True)
    (site / "book" / "core" / "page.md").write_text("# P\n\nSee [the cost](next.md#gone).\n")
    (site / "build/web/core/next.html").write_text(f"{HEAD}</head><body></body></html>")
    (site / "build/web/core/page.html").write_text(
        f'{HEAD}</head><body><a href="next.html#gone">the cost</a>'
        '<a href="https://example.org/a">a</a></body></html>'
    )
    outcomes = list(run(Layout(site)))
    assert [f"{one.path}:{one.line}" for one in outcomes[0].findings] == ["book/core/page.md:3"]
    assert [one.mend for outcome in outcomes[1:3] for one in outcome.findings] == [
        "type make slides",
        "type make",
    ]
    listed = (site / "build/.work/external-links.txt").read_text()
    assert listed == "https://example.org/a\tbuild/web/core/page.html\n"
