"""Wrong: splits one class into guards that no checker can add up to a whole.

Fails: test_mypy_strict_has_no_complaints
"""

from __future__ import annotations

from typing import assert_never

import outcomes
from outcomes import Broken, Ok, Outcome, Redirected, TimedOut


def line(outcome: Outcome) -> str:
    """Say what became of a link, and what to do about it."""
    match outcome:
        case Ok(url=url, ms=ms) if ms > 1000:
            return f"slow    {url} ({ms} ms)"
        case Redirected(url=url, target=target, permanent=True):
            return f"update  {url} to {target}"
        case Ok(url=url) | Redirected(url=url):
            return f"ok      {url}"
        case Broken(url=url, status=outcomes.GONE):
            return f"remove  {url}"
        case Broken(url=url, status=status) if status >= 500:
            return f"retry   {url} ({status})"
        case Broken(url=url, status=status) if status < 500:
            return f"broken  {url} ({status})"
        case TimedOut(url=url, after=after):
            return f"retry   {url} (no answer in {after} s)"
        case _:
            assert_never(outcome)
