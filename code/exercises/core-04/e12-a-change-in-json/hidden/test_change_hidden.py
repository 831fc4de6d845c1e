import json
from datetime import date

import pytest
from change import Feed, changed

FEED = Feed(url="https://docs.example/feed", newest=5, tags=("docs",))


def body(**change: object) -> bytes:
    return json.dumps(change).encode()


@pytest.mark.parametrize("name", ["newest", "tags"])
def test_null_is_refused_where_a_feed_must_have_a_value(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        changed(FEED, body(**{name: None}))


@pytest.mark.parametrize("newest", [0, -1])
def test_a_feed_has_one_newest_entry_at_least(newest: int) -> None:
    with pytest.raises(ValueError, match="newest"):
        changed(FEED, body(newest=newest))


@pytest.mark.parametrize("since", ["2026-02-29", "yesterday", 1772236800, "1772236800", ""])
def test_a_date_is_a_text_that_names_one(since: object) -> None:
    with pytest.raises(ValueError, match="since"):
        changed(FEED, body(since=since))


def test_since_may_be_cleared() -> None:
    feed = Feed(url="https://docs.example/feed", since=date(2026, 2, 28))
    assert changed(feed, body(since=None)).since is None


def test_tags_may_be_emptied_and_are_texts() -> None:
    assert changed(FEED, body(tags=[])).tags == ()
    for tags in ("docs", ["docs", 7]):
        with pytest.raises(ValueError, match="tags"):
            changed(FEED, body(tags=tags))


def test_the_address_of_a_feed_does_not_change() -> None:
    with pytest.raises(ValueError, match="url"):
        changed(FEED, body(url="https://shop.example/feed"))


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(ValueError) as caught:
        changed(FEED, body(newest="7", since="soon", link=""))
    told = str(caught.value)
    assert all(name in told for name in ("newest", "since", "link"))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b'"title"', b"\xff"])
def test_what_is_no_object_in_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):
        changed(FEED, text)
