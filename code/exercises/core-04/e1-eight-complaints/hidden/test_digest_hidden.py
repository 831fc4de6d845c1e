import inspect

import digest
import pytest
from mypy_says import complaints


def test_a_url_without_a_host_has_a_dash() -> None:
    assert digest.host("/about") == "-"
    assert digest.host("HTTP") == "-"


@pytest.mark.parametrize("status", [0, 100, 600, 999])
def test_a_status_of_no_kind_is_unknown(status: int) -> None:
    assert digest.kind(status) == "unknown"


def test_no_answer_is_silent_and_a_zero_is_an_answer() -> None:
    assert digest.count_kinds([None, None, 0]) == {"silent": 2, "unknown": 1}


def test_a_finding_without_an_answer_is_read() -> None:
    night = '{"url": "/about", "status": null}'
    assert digest.digest(night) == ["Links (-)", "silent: 1"]


@pytest.mark.parametrize(
    "line",
    [
        '{"url": "/a"}',
        '{"url": "/a", "status": true}',
        '{"url": 7, "status": 200}',
        "[1]",
        "{}",
    ],
)
def test_a_line_that_is_no_finding_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        digest.parse(line)


def test_a_caller_may_pass_a_list_of_plain_statuses() -> None:
    caller = """
from digest import count_kinds, host, parse

statuses: list[int] = [200, 404]
counts: dict[str, int] = count_kinds(statuses)
text: str = host("/about")
parse("").append("no finding")
"""
    told = complaints(digest=inspect.getsource(digest), caller=caller)
    assert len(told) == 1, told
    assert told[0].startswith("caller.py:7: error:")
