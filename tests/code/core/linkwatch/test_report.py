"""Outcomes as people and programs read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from linkwatch import Blocked, Broken, Link, Ok, Outcome, Reason, Redirected, TimedOut, Url, report

LINK = Link(Url("http://example.org/a"), found_on="http://example.org/")
EACH: list[Outcome] = [
    Ok(LINK, 200, 31),
    Redirected(LINK, Url("http://example.org/b"), permanent=True),
    Broken(LINK, "status 404"),
    TimedOut(LINK, 2.5),
    Blocked(LINK, Reason.LOGIN),
]


def test_the_list_above_has_every_kind_of_outcome() -> None:
    assert {type(one) for one in EACH} == set(get_args(Outcome))


def test_each_kind_has_a_verdict_of_its_own() -> None:
    assert len({report.verdict(one) for one in EACH}) == len(EACH)


@pytest.mark.parametrize(
    ("outcome", "detail"),
    [
        (EACH[0], ""),
        (EACH[1], "update the link to http://example.org/b"),
        (
            Redirected(LINK, Url("http://example.org/b"), permanent=False),
            "for now at http://example.org/b",
        ),
        (EACH[2], "status 404"),
        (EACH[3], "no answer in 2.5 s"),
        (EACH[4], "asks for a login"),
    ],
)
def test_the_detail_says_what_to_do(outcome: Outcome, detail: str) -> None:
    assert report.detail(outcome) == detail


def test_a_good_link_takes_one_line() -> None:
    assert report.line(EACH[0]) == "ok      http://example.org/a"


def test_a_bad_link_says_where_it_stands() -> None:
    assert report.line(EACH[2]).splitlines() == [
        "broken  http://example.org/a",
        "        on http://example.org/: status 404",
    ]


def test_a_record_has_a_detail_only_where_there_is_one() -> None:
    assert report.record(EACH[0]) == {
        "verdict": "ok",
        "url": "http://example.org/a",
        "found_on": "http://example.org/",
    }
    assert report.record(EACH[3])["detail"] == "no answer in 2.5 s"


def test_the_summary_counts_by_kind() -> None:
    assert report.summary([*EACH[:2], EACH[0]]) == "2 ok, 1 moved"
    assert report.summary([]) == "nothing checked"


@pytest.mark.parametrize(
    ("index", "work"), [(0, False), (1, False), (2, True), (3, True), (4, False)]
)
def test_broken_and_slow_links_need_work(index: int, work: bool) -> None:
    assert report.needs_work([EACH[0], EACH[index]]) is work


@pytest.mark.parametrize("function", [report.verdict, report.detail, report.needs_work])
def test_what_is_no_outcome_is_an_error_for_whoever_ignored_the_checker(
    function: Callable[[Any], object],
) -> None:
    with pytest.raises(AssertionError):
        function(["moved"])
