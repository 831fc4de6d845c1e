"""One line of the report for each outcome."""

from __future__ import annotations

from outcomes import GONE, Broken, Ok, Outcome, Redirected, TimedOut


def line(outcome: Outcome) -> str:
    """Say what became of a link, and what to do about it."""
    match outcome:
        case Ok():
            return _ok(outcome)
        case Redirected(url=url, target=target):
            if outcome.permanent:
                return f"update  {url} to {target}"
            return f"ok      {url}"
        case Broken():
            return _broken(outcome)
        case TimedOut(url=url, after=after):
            return f"retry   {url} (no answer in {after} s)"


def _ok(outcome: Ok) -> str:
    if outcome.ms > 1000:
        return f"slow    {outcome.url} ({outcome.ms} ms)"
    return f"ok      {outcome.url}"


def _broken(outcome: Broken) -> str:
    if outcome.status == GONE:
        return f"remove  {outcome.url}"
    advice = "retry " if outcome.status >= 500 else "broken"
    return f"{advice}  {outcome.url} ({outcome.status})"
