"""Links as pages and feeds hold them."""

from __future__ import annotations

import pytest
from linkwatch import Feed, Link, Page, parse_url
from linkwatch.targets import links_in

HOME = parse_url("http://example.org/blog/")

RSS = """<rss><channel><link>http://example.org/</link>
<item><link>http://example.org/3</link></item>
<item><link>http://example.org/2</link></item>
<item><title>no link</title></item>
<item><link>http://example.org/1</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="/self"/>
<entry><link href="/2"/><link rel="edit" href="/edit"/></entry>
<entry><link rel="alternate" href="/1"/></entry></feed>"""


def urls(links: list[Link]) -> list[str]:
    return [link.url.removeprefix("http://example.org") for link in links]


def test_a_page_gives_each_address_once_in_order() -> None:
    text = '<a href="b">B</a> <A HREF="/a#x">A</A> <a href="b#y">B</a> <a name="n">'
    assert urls(links_in(Page(HOME), text)) == ["/blog/b", "/a"]


def test_a_link_knows_the_page_it_stands_on() -> None:
    assert links_in(Page(HOME), '<a href="b">')[0].found_on == HOME


def test_what_is_not_http_is_no_link() -> None:
    assert links_in(Page(HOME), '<a href="mailto:a@b.c"><a href="tel:1"><a href>') == []


def test_ignored_prefixes_are_left_out() -> None:
    page = Page(HOME, ignore=("http://example.org/private",))
    assert urls(links_in(page, '<a href="/private/1"><a href="/open">')) == ["/open"]


def test_an_empty_page_has_no_links() -> None:
    assert links_in(Page(HOME), "") == []


def test_rss_gives_the_items_and_not_the_channel() -> None:
    assert urls(links_in(Feed(HOME), RSS)) == ["/3", "/2", "/1"]


def test_a_feed_gives_its_newest_entries() -> None:
    assert urls(links_in(Feed(HOME, newest=2), RSS)) == ["/3", "/2"]


def test_atom_gives_the_entries_own_pages() -> None:
    assert urls(links_in(Feed(HOME), ATOM)) == ["/2", "/1"]


@pytest.mark.parametrize("text", ["", "<rss>", "not XML", "<html>"])
def test_what_is_no_feed_has_no_links(text: str) -> None:
    assert links_in(Feed(HOME), text) == []


def test_what_is_no_target_is_an_error_for_whoever_ignored_the_checker() -> None:
    with pytest.raises(AssertionError):
        links_in(HOME, "")  # type: ignore[arg-type]
