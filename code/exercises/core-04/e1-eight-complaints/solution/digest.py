"""A digest of what a night of checking links has found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import NamedTuple


class Found(NamedTuple):
    """One line of the night: a URL, and the status if there was one."""

    url: str
    status: int | None


def parse(text: str) -> list[Found]:
    """Read lines of JSON such as '{"url": "/a", "status": 404}'."""
    return [_found(line) for line in text.splitlines() if line.strip()]


def _found(line: str) -> Found:
    entry: object = json.loads(line)
    match entry:
        case {"url": str(url), "status": int() | None as status} if (
            not isinstance(status, bool)  # true is an int to Python
        ):
            return Found(url, status)
    raise ValueError(f"not a finding: {line}")


def host(url: str) -> str:
    """The host of a URL; a URL without one has '-'."""
    found = re.match(r"https?://([^/:]+)", url)
    return found[1].lower() if found else "-"


def kind(status: int) -> str:
    """Say in one word what a status means."""
    if 200 <= status < 300:
        return "ok"
    if 300 <= status < 400:
        return "moved"
    if 400 <= status < 600:
        return "broken"
    return "unknown"


def count_kinds(statuses: Iterable[int | None]) -> dict[str, int]:
    """Count the kinds; None, where no answer came, counts as 'silent'."""
    counts: dict[str, int] = {}
    for status in statuses:
        name = "silent" if status is None else kind(status)
        counts[name] = counts.get(name, 0) + 1
    return counts


def heading(title: str, note: str | None = None) -> str:
    """A line for the top of the digest."""
    return f"{title} ({note})" if note else title


def digest(text: str) -> list[str]:
    """A heading with the hosts, then a line for each kind."""
    found = parse(text)
    counts = count_kinds(entry.status for entry in found)
    hosts = sorted({host(entry.url) for entry in found})
    lines = [f"{name}: {counts[name]}" for name in sorted(counts)]
    return [heading("Links", ", ".join(hosts)), *lines]
