"""Does everything stand as it is? ``make`` asks this first, once, before it starts a step for each.

Each step would find out for itself that it has nothing to do, and each would load the press and
read every source anew to do so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from press.cards import read_facts
from press.drafts import draft_modules
from press.editions import EDITIONS, Job, is_current, read_manifest
from press.facts import EditionFacts
from press.fingerprint import fingerprint
from press.layout import Layout
from press.proving import is_proven
from press.report import book_counts, finished, summarize


def _marker(layout: Layout) -> Path:
    return layout.work / "landing.json"


def _landing_state(layout: Layout, facts: Mapping[str, EditionFacts]) -> str:
    """Digest all that the landing page says, and how, together with the page itself."""
    page = layout.build / "index.html"
    said = hashlib.sha256(page.read_bytes() if page.is_file() else b"none")
    for name, fact in facts.items():
        # How long an edition took, and whether it was made just now, is not on the page.
        said.update(
            repr((name, fact.path, fact.bytes, fact.pages, fact.decks, fact.parts)).encode()
        )
    said.update(repr((book_counts(layout), draft_modules(layout.book))).encode())
    handouts = sorted(path.name for path in layout.build.glob("handouts/**/*"))
    paths = [layout.theme, layout.root / "press", layout.root / "conf.py", layout.lock]
    return fingerprint(layout.root, paths, said.hexdigest(), *handouts)


def note_landing(layout: Layout) -> None:
    """Keep what the landing page was written from."""
    _marker(layout).parent.mkdir(parents=True, exist_ok=True)
    _marker(layout).write_text(json.dumps(_landing_state(layout, finished(layout))))


def _standing(layout: Layout) -> Iterator[str]:
    """Yield what each step would say; a step that has something to do ends it with an error."""
    if not is_proven(layout):
        raise LookupError("prove")
    yield "prove: up to date"
    for edition in EDITIONS.values():
        job = Job(layout, edition)
        if not is_current(job, read_manifest(job), job.fingerprint()):
            raise LookupError(edition.name)
    facts = finished(layout)
    for name in EDITIONS:
        yield f"{name}: up to date, build/{facts[name].path}"
    cards = read_facts(layout)
    if cards is None or not cards.current:
        raise LookupError("anki")
    yield f"anki: build/{cards.path}, up to date"
    if json.loads(_marker(layout).read_text()) != _landing_state(layout, facts):
        raise LookupError("landing")
    yield "landing: up to date, build/index.html"


def everything_stands(layout: Layout) -> bool:
    """Say what stands and what it is, and return True; say nothing if there is anything to do."""
    try:
        lines = list(_standing(layout))
    except (LookupError, OSError, ValueError):
        return False
    print("\n".join(lines))
    print(summarize(layout))
    return True
