import inspect

import digest
from mypy_says import complaints

NIGHT = """
{"url": "https://example.org/", "status": 200}
{"url": "https://Example.org/café", "status": 404}
{"url": "https://example.org/feed", "status": 404}
"""


def test_mypy_strict_has_no_complaints() -> None:
    assert complaints(digest=inspect.getsource(digest)) == []


def test_mypy_was_not_talked_out_of_them() -> None:
    code = inspect.getsource(digest)
    ways_out = ["Any", "cast(", "type: ignore", "mypy:", "assert "]
    assert [way for way in ways_out if way in code] == []


def test_two_findings_of_one_kind_count_two() -> None:
    assert digest.count_kinds([404, 200, 404]) == {"broken": 2, "ok": 1}


def test_each_status_is_of_a_kind() -> None:
    kinds = [digest.kind(status) for status in (204, 301, 404, 503)]
    assert kinds == ["ok", "moved", "broken", "broken"]


def test_the_digest_is_a_heading_and_a_line_for_each_kind() -> None:
    lines = ["Links (example.org)", "broken: 2", "ok: 1"]
    assert digest.digest(NIGHT) == lines
