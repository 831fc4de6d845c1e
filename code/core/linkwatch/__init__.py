"""linkwatch: check the links of pages and feeds, many at a time."""

from linkwatch.checker import Checker, Limits
from linkwatch.outcomes import (
    Blocked,
    Broken,
    Link,
    Ok,
    Outcome,
    Reason,
    Redirected,
    TimedOut,
)
from linkwatch.targets import Feed, Page, Target
from linkwatch.urls import Url, UrlError, parse_url
from linkwatch.watch import watch

__all__ = [
    "Blocked",
    "Broken",
    "Checker",
    "Feed",
    "Limits",
    "Link",
    "Ok",
    "Outcome",
    "Page",
    "Reason",
    "Redirected",
    "Target",
    "TimedOut",
    "Url",
    "UrlError",
    "parse_url",
    "watch",
]
