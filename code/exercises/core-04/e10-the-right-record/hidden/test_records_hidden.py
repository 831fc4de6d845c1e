from datetime import UTC, datetime

import pytest
from records import FeedEntry, Page

ENTRY = {"link": "/café", "title": "Café Müller", "tags": ["food", "Köln"]}


@pytest.mark.parametrize("kind", [FeedEntry, Page])
def test_nothing_about_it_changes_not_even_its_tags(kind: type) -> None:
    tags = ["food", "Köln"]
    record = kind(link="/café", title="Café Müller", tags=tags)
    known = {record}
    with pytest.raises((AttributeError, ValueError)):
        record.title = "Other"
    tags.append("closed")
    assert tuple(record.tags) == ("food", "Köln")
    assert not hasattr(record.tags, "append")
    assert record in known


def test_entries_that_were_seen_at_different_times_have_one_hash() -> None:
    seen = FeedEntry(**ENTRY, seen_at=datetime(2026, 2, 28, tzinfo=UTC))
    assert len({seen, FeedEntry(**ENTRY)}) == 1


@pytest.mark.parametrize("title", ["", "  "])
def test_a_title_is_not_empty(title: str) -> None:
    with pytest.raises(ValueError):
        FeedEntry(link="/a", title=title)


def test_an_entry_has_no_tags_until_it_is_given_some() -> None:
    assert tuple(FeedEntry(link="/a", title="A").tags) == ()


def test_a_misspelled_field_is_refused() -> None:
    with pytest.raises((TypeError, ValueError)):
        FeedEntry(**ENTRY, seen="2026-02-28")
    with pytest.raises((AttributeError, TypeError, ValueError)):
        FeedEntry(**ENTRY).titles = "Café Müller"
