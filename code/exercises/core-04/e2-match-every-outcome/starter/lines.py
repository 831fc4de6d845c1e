"""One line of the report for each outcome."""

from __future__ import annotations

from outcomes import GONE, Broken, Ok, Outcome, Redirected


def line(outcome: Outcome) -> str:
    """Say what became of a link, and what to do about it."""
    if isinstance(outcome, Ok):
        if outcome.ms > 1000:
            return f"slow    {outcome.url} ({outcome.ms} ms)"
        return f"ok      {outcome.url}"
    if isinstance(outcome, Redirected):
        if outcome.permanent:
            return f"update  {outcome.url} to {outcome.target}"
        return f"ok      {outcome.url}"
    if isinstance(outcome, Broken):
        if outcome.status == GONE:
            return f"remove  {outcome.url}"
        if outcome.status >= 500:
            return f"retry   {outcome.url} ({outcome.status})"
        return f"broken  {outcome.url} ({outcome.status})"
    return ""
