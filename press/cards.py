"""What the flashcards are: a plain module, so that saying so needs nothing they are made with."""

from __future__ import annotations

import json
from pathlib import Path

from press.editions import EDITIONS, Job, read_manifest
from press.facts import EditionFacts
from press.layout import Layout

CARDS = "anki"


def record_of(job: Job) -> Path:
    """Name the file that keeps what was made, and from which website."""
    return job.manifest.with_name(job.manifest.name.replace("web", CARDS, 1))


def read_facts(layout: Layout, only: str = "") -> EditionFacts | None:
    """Say what the last run left, or None; ``current`` tells whether the website is the same."""
    job = Job(layout, EDITIONS["web"], only)
    try:
        record = json.loads(record_of(job).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    main = job.target.with_name(CARDS) / record["main"]
    if not main.is_file():
        return None
    return EditionFacts(
        name=CARDS,
        title="Flashcards",
        path=main.relative_to(layout.build).as_posix(),
        bytes=main.stat().st_size,
        pages=record["cards"],
        seconds=record["seconds"],
        current=record["fingerprint"] == read_manifest(job).get("fingerprint"),
    )
