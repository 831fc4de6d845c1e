from datetime import UTC, datetime

import pytest
from records import FeedEntry, Page

ENTRY = {"link": "/café", "title": "Café Müller", "tags": ["food", "Köln"]}


def test_fields_are_given_by_name_and_only_so() -> None:
    entry = FeedEntry(**ENTRY)
    assert (entry.link, entry.title) == ("/café", "Café Müller")
    with pytest.raises(TypeError):
        FeedEntry("/café", "Café Müller", ["food"])


def test_an_entry_is_no_page_and_no_tuple() -> None:
    assert FeedEntry(**ENTRY) != Page(**ENTRY)
    assert not isinstance(FeedEntry(**ENTRY), tuple)


def test_when_it_was_seen_does_not_make_it_another_entry() -> None:
    seen = FeedEntry(**ENTRY, seen_at=datetime(2026, 2, 28, tzinfo=UTC))
    assert seen == FeedEntry(**ENTRY)
    assert seen.seen_at == datetime(2026, 2, 28, tzinfo=UTC)
    assert seen != FeedEntry(**{**ENTRY, "title": "Café Müller (closed)"})


def test_equal_entries_count_once_in_a_set() -> None:
    assert len({FeedEntry(**ENTRY), FeedEntry(**ENTRY)}) == 1
