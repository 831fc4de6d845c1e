"""Wrong: compares with a bare name, which binds: every broken link is to be removed.

Fails: test_what_is_not_gone_is_not_to_be_removed
"""

from __future__ import annotations

from typing import assert_never

from outcomes import GONE, Broken, Ok, Outcome, Redirected, TimedOut


def line(outcome: Outcome) -> str:
    """Say what became of a link, and what to do about it."""
    match outcome:
        case Ok(url=url, ms=ms) if ms > 1000:
            return f"slow    {url} ({ms} ms)"
        case Redirected(url=url, target=target, permanent=True):
            return f"update  {url} to {target}"
        case Ok(url=url) | Redirected(url=url):
            return f"ok      {url}"
        case Broken(url=url, status=GONE):
            return f"remove  {url}"
        case Broken(url=url, status=status) if status >= 500:
            return f"retry   {url} ({status})"
        case Broken(url=url, status=status):
            return f"broken  {url} ({status})"
        case TimedOut(url=url, after=after):
            return f"retry   {url} (no answer in {after} s)"
        case _:
            assert_never(outcome)
