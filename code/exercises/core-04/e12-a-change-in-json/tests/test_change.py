import json
from datetime import date

import pytest
from change import Feed, changed

FEED = Feed(
    url="https://docs.example/feed",
    title="Café news",
    newest=5,
    since=date(2026, 2, 28),
    tags=("docs",),
)


def body(**change: object) -> bytes:
    return json.dumps(change).encode()


def test_what_is_sent_changes_and_the_rest_stays() -> None:
    sent = body(newest=7, since="2024-02-29", tags=["a", "b"])
    assert changed(FEED, sent) == Feed(
        url=FEED.url,
        title=FEED.title,
        newest=7,
        since=date(2024, 2, 29),
        tags=("a", "b"),
    )
    assert FEED.newest == 5


def test_null_is_a_value_and_an_absent_key_is_none() -> None:
    assert changed(FEED, body(title=None)).title is None
    assert changed(FEED, body(title=None)).since == FEED.since
    assert changed(FEED, body()) == FEED


@pytest.mark.parametrize("newest", ["7", 7.0, True])
def test_a_number_is_a_number(newest: object) -> None:
    with pytest.raises(ValueError, match="newest"):
        changed(FEED, body(newest=newest))


def test_a_key_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="newset"):
        changed(FEED, body(newset=7))
