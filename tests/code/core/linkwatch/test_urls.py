"""One spelling for each address, and no address that cannot be asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linkwatch import UrlError, parse_url
from linkwatch.urls import host_of


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("http://example.org/a#top", "http://example.org/a"),
        (" http://example.org/a?q=1 ", "http://example.org/a?q=1"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("http://user:pw@example.org/", "http://example.org/"),
        (
            "http://Bücher.example/Café?für=é",
            "http://xn--bcher-kva.example/Caf%C3%A9?f%C3%BCr=%C3%A9",
        ),
        ("http://example.org/Caf%C3%A9", "http://example.org/Caf%C3%A9"),
    ],
)
def test_addresses_that_mean_the_same_are_spelled_the_same(text: str, spelled: str) -> None:
    assert parse_url(text) == spelled


@pytest.mark.parametrize(
    ("href", "meant"),
    [("../b", "http://example.org/b"), ("?q=1", "http://example.org/a/c?q=1"), ("#top", None)],
)
def test_a_relative_address_is_read_from_its_page(href: str, meant: str | None) -> None:
    base = "http://example.org/a/c"
    assert parse_url(href, base) == (meant or base)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mailto:zoe@example.org",
        "javascript:void(0)",
        "http:///a",
        "http://example.org:99999/",
        "http://[::1",
        f"http://{'a' * 64}.example/",
        "http://example.org/a b",
        "http://example.org/\x00",
    ],
)
def test_what_cannot_be_asked_for_is_refused(text: str) -> None:
    with pytest.raises(UrlError):
        parse_url(text)


def test_the_host_includes_a_port_that_is_not_implied() -> None:
    assert host_of(parse_url("http://Example.org:8080/a")) == "example.org:8080"


@pytest.mark.parametrize("prefix", ["", "http://", "http://a.example/"])
@given(text=st.text(max_size=40))
def test_parsing_twice_changes_nothing_and_no_text_raises_another_error(
    prefix: str, text: str
) -> None:
    try:
        once = parse_url(prefix + text, base="http://example.org/")
    except UrlError:
        return
    assert once.isascii()
    assert parse_url(once) == once
