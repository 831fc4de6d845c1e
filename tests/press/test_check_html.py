"""The HTML check: a sound page passes, each planted fault is found on its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.checks import html
from press.layout import Layout

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Money</title></head>
<body>
<main>
<h1 id="money">Money</h1>
<p>An <a href="#cost">amount</a>. <img src="a.svg" alt="An amount"></p>
<h2 id="cost">Cost</h2>
<ul><li>one</li></ul>
<svg viewBox="0 0 1 1"><style>a {}</style><path d="M0 0" /></svg>
<table><caption>A</caption><tbody><tr><td>1</td></tr></tbody></table>
</main>
</body>
</html>
"""


def faults(page: str, *, deck: bool = False) -> list[str]:
    return [
        f"{one.line}: {one.what}" for one in html.check_page(page.encode(), "p.html", deck=deck)
    ]


def test_a_sound_page_has_no_finding() -> None:
    assert faults(PAGE) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("</h2>", "", "9: <ul> inside <h2>"),
        ("<p>An", "<p><div>x</div>An", "Unexpected end tag (p)"),
        ("<!DOCTYPE html>\n", "", "Expected DOCTYPE"),
        ('alt="An amount"', 'alt="An amount" alt="x"', "7: Dropped duplicate attribute"),
        ('id="cost"', 'id="money"', '8: id="money" stands on 2 elements'),
        (' alt="An amount"', "", "7: image a.svg has no alt"),
        ('alt="An amount"', 'alt="img/a.svg"', "7: the alt of image a.svg is its path"),
        ("<h2 ", '<h3 id="x">Deep</h3><h2 ', "8: <h3> 'Deep' follows <h1>"),
        ("<ul>", "<h1>Two</h1><ul>", "9: 2 <h1> on the page"),
        ('id="money">Money', 'id="money">', "6: an empty heading"),
        (' lang="en"', "", "1: <html> has no lang"),
        ("Money</title>", "</title>", "1: the page has no title"),
        ('<meta charset="utf-8">', "", "1: no character encoding is declared"),
        ("<ul>", "<p><span><div>x</div></span></p><ul>", "<div> inside <span>"),
        ("<ul><li>", "<ul><p>x</p><li>", "9: <p> directly inside <ul>"),
        ("<ul>", '<p aria-describedby="gone">x</p><ul>', 'aria-describedby="gone" refers to no'),
        ("<ul>", '<ul align="left">', "9: <ul align> is obsolete"),
        ("<ul>", "<center>x</center><ul>", "9: <center> is obsolete"),
        ("<ul>", "<style>p {}</style><ul>", "9: <style> in the body"),
        ("</main>", "</main><main></main>", "1: 2 <main> on one page"),
        ('id="cost"', 'id="a b"', "id='a b' is empty or has a space"),
    ],
)
def test_a_planted_fault_is_found(old: str, new: str, finding: str) -> None:
    assert old in PAGE
    found = faults(PAGE.replace(old, new, 1))
    assert any(finding in one for one in found), found


def test_a_deck_may_have_a_heading_of_any_level_on_a_slide() -> None:
    page = PAGE.replace("<h2 ", "<h1>Two</h1><h4 ").replace("</h2>", "</h4>")
    assert faults(page, deck=True) == []


def test_a_finding_is_told_at_its_line_in_the_source(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    for folder in ("book/core", "build/web/core", "build/slides"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "book/core/page.md").write_text("# Money\n\n![](a.svg)\n")
    page = PAGE.replace(' alt="An amount"', "")
    (tmp_path / "build/web/core/page.html").write_text(page)
    (tmp_path / "build/slides/index.html").write_text(PAGE)
    (tmp_path / "build/index.html").write_text(PAGE)
    web, slides, landing = html.run(layout)
    assert [f"{one.path}:{one.line}" for one in web.findings] == ["book/core/page.md:3"]
    assert not slides.findings
    assert not landing.findings


def test_what_is_not_built_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    found = [one for outcome in html.run(Layout(tmp_path)) for one in outcome.findings]
    assert [one.path for one in found] == ["build/web", "build/slides", "build/index.html"]
    assert found[0].mend == "type make web"
