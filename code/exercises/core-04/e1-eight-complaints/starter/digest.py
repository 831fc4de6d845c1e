"""A digest of what a night of checking links has found."""

from __future__ import annotations

import json
import re


def parse(text):
    """Read lines of JSON such as '{"url": "/a", "status": 404}'."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def host(url: str) -> str:
    """The host of a URL; a URL without one has '-'."""
    return re.match(r"https?://([^/:]+)", url).group(1).lower()


def kind(status: int) -> str:
    """Say in one word what a status means."""
    if 200 <= status < 300:
        return "ok"
    if 300 <= status < 400:
        return "moved"
    if 400 <= status < 600:
        return "broken"


def count_kinds(statuses: list[int | None]) -> dict:
    """Count the kinds; None, where no answer came, counts as 'silent'."""
    counts: dict[str, int] = {}
    for status in statuses:
        name = kind(status) if status else "silent"
        counts[name] = counts.get(status, 0) + 1
    return counts


def heading(title: str, note: str = None) -> str:
    """A line for the top of the digest."""
    return f"{title} ({note})" if note else title


def digest(text: str) -> list[str]:
    """A heading with the hosts, then a line for each kind."""
    found = parse(text)
    statuses: list[int] = [entry["status"] for entry in found]
    counts = count_kinds(statuses)
    hosts = sorted({host(entry["url"]) for entry in found})
    lines = [f"{name}: {counts[name]}" for name in sorted(counts)]
    return [heading("Links", ", ".join(hosts)), *lines]
