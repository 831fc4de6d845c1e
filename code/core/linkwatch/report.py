"""Outcomes as text for people and as records for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NotRequired, TypedDict, assert_never

from linkwatch.outcomes import (
    Blocked,
    Broken,
    Ok,
    Outcome,
    Redirected,
    TimedOut,
)

Verdict = Literal["ok", "moved", "broken", "slow", "blocked"]


class Record(TypedDict):
    """One outcome in the JSON report."""

    verdict: Verdict
    url: str
    found_on: str
    detail: NotRequired[str]


def verdict(outcome: Outcome) -> Verdict:
    """Name an outcome in one word."""
    match outcome:
        case Ok():
            return "ok"
        case Redirected():
            return "moved"
        case Broken():
            return "broken"
        case TimedOut():
            return "slow"
        case Blocked():
            return "blocked"
        case _:
            assert_never(outcome)


def detail(outcome: Outcome) -> str:
    """Say what a person needs to act on an outcome."""
    match outcome:
        case Ok():
            return ""
        case Redirected(target=url, permanent=True):
            return f"update the link to {url}"
        case Redirected(target=url):
            return f"for now at {url}"
        case Broken(problem=problem):
            return problem
        case TimedOut(seconds=seconds):
            return f"no answer in {seconds:g} s"
        case Blocked(reason=reason):
            return reason
        case _:
            assert_never(outcome)


def line(outcome: Outcome) -> str:
    """Give the line that a person reads."""
    text = f"{verdict(outcome):8}{outcome.link.url}"
    if more := detail(outcome):
        text += f"\n        on {outcome.link.found_on}: {more}"
    return text


def record(outcome: Outcome) -> Record:
    """Give the record that a program reads."""
    made = Record(
        verdict=verdict(outcome),
        url=outcome.link.url,
        found_on=outcome.link.found_on,
    )
    if more := detail(outcome):
        made["detail"] = more
    return made


def summary(outcomes: Iterable[Outcome]) -> str:
    """Count the outcomes by kind, the usual ones first."""
    counts = Counter(map(verdict, outcomes))
    named = [f"{n} {name}" for name, n in counts.most_common()]
    return ", ".join(named) or "nothing checked"


def needs_work(outcomes: Iterable[Outcome]) -> bool:
    """Tell whether somebody has to repair a link."""
    return any(map(_is_broken, outcomes))


def _is_broken(outcome: Outcome) -> bool:
    match outcome:
        case Broken() | TimedOut():
            return True
        case Ok() | Redirected() | Blocked():
            return False
        case _:
            assert_never(outcome)
