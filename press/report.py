"""Say what was made: facts of the finished editions, the landing page, the end of a build."""

from __future__ import annotations

import pickle
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from press.cards import CARDS, read_facts
from press.drafts import draft_modules
from press.editions import EDITIONS, Job, read_manifest
from press.examples.ledger import Ledger
from press.facts import BookCounts, DeckFacts, EditionFacts, PartFacts, human_size
from press.layout import Layout
from press.whole import write_whole


def _decks(job: Job) -> tuple[DeckFacts, ...]:
    import lxml.html  # noqa: PLC0415 -- nothing is measured twice

    found = []
    for page in sorted(job.target.glob("*/*.html")):
        if page.parent.name.startswith("_"):
            continue
        html = lxml.html.parse(page).getroot()
        slides = html.xpath("//*[contains(@class,'slides')]//section[not(.//section)]")
        if slides:
            title = html.xpath("string(//h1)").strip() or page.stem
            path = page.relative_to(job.layout.build).as_posix()
            found.append(DeckFacts(title, path, len(slides)))
    return tuple(found)


def _parts(layout: Layout, files: Mapping[Path, int]) -> tuple[PartFacts, ...]:
    """Measure files beside the book's: PDFs of modules in their order, EPUBs of tracks."""
    found = []
    for file, size in sorted(files.items()):
        title, pages = _epub(file) if file.suffix == ".epub" else _pdf(file)
        path = file.relative_to(layout.build).as_posix()
        found.append(PartFacts(title.rpartition(": ")[2], path, size, pages))
    return tuple(found)


def _pdf(file: Path) -> tuple[str, int]:
    """Return title and number of pages."""
    import pikepdf  # noqa: PLC0415 -- as above

    with pikepdf.open(file) as document:
        return str(document.docinfo.get("/Title", file.stem)), len(document.pages)


def _epub(file: Path) -> tuple[str, int]:
    """Return title and number of chapters: cover and contents are none."""
    import lxml.etree  # noqa: PLC0415 -- as above

    with zipfile.ZipFile(file) as book:
        package = lxml.etree.fromstring(book.read("content.opf"))
    title = package.findtext(".//{http://purl.org/dc/elements/1.1/}title") or file.stem
    return title, sum(1 for _ in package.iter("{http://www.idpf.org/2007/opf}itemref")) - 2


def edition_facts(job: Job, manifest: Mapping[str, Any]) -> EditionFacts:
    """Say what one finished edition is; it is measured once."""
    record = job.manifest.with_suffix(".facts")
    pages = len(manifest.get("counts", {}).get("pages", {}))
    made_from = [manifest.get("fingerprint"), manifest.get("files"), manifest.get("seconds"), pages]
    try:
        known, facts = pickle.loads(record.read_bytes())
    except Exception:
        known, facts = None, None
    if known != made_from or not isinstance(facts, EditionFacts):
        facts = _measure(job, manifest)
        write_whole(record, pickle.dumps((made_from, facts)))
    return replace(facts, current=bool(manifest.get("current")))


def _measure(job: Job, manifest: Mapping[str, Any]) -> EditionFacts:
    """Measure one finished edition: its main file, size, and pages or decks."""
    files = {job.target / name: size for name, size in manifest.get("files", {}).items()}
    edition, pages = job.edition, 0
    decks: tuple[DeckFacts, ...] = ()
    parts: tuple[PartFacts, ...] = ()
    size = sum(files.values())
    main = job.target / "index.html"
    if edition.product:
        main = next((file for file in files if file.parent == job.target), job.target)
    if edition.product:
        size = files.get(main, 0)
        parts = _parts(job.layout, {file: files[file] for file in files if file != main})
    if edition.name == "pdf":
        pages = _pdf(main)[1]
    elif edition.decks:
        decks = _decks(job)
    else:
        pages = len(manifest.get("counts", {}).get("pages", {}))
    return EditionFacts(
        name=edition.name,
        title=edition.title,
        path=main.relative_to(job.layout.build).as_posix(),
        bytes=size,
        pages=pages,
        seconds=float(manifest.get("seconds", 0)),
        decks=decks,
        parts=parts,
    )


def finished(layout: Layout, only: str = "") -> dict[str, EditionFacts]:
    """Facts of every edition that stands, by name, and of the flashcards made from the website."""
    facts = {}
    for edition in EDITIONS.values():
        job = Job(layout, edition, only)
        manifest = read_manifest(job)
        if manifest and job.target.is_dir():
            facts[edition.name] = edition_facts(job, manifest)
    cards = read_facts(layout, only)
    if cards is not None and cards.current:
        facts[cards.name] = cards
    return facts


def book_counts(layout: Layout, only: str = "") -> BookCounts:
    """Add up what the website's build counted and what the ledger holds."""
    manifest = read_manifest(Job(layout, EDITIONS["web"], only))
    counted = manifest.get("counts", {"total": {}, "pages": {}})
    total, pages = counted["total"], counted["pages"]
    ledger = Ledger(layout.root).counts()
    return BookCounts(
        modules=sum(name.count("/") == 2 and name.endswith("/index") for name in pages),
        pages=len(pages),
        words=total.get("words", 0),
        examples=total.get("examples", 0),
        lines=total.get("lines", 0),
        diagrams=total.get("diagrams", 0),
        questions=total.get("questions", 0),
        exercises=total.get("exercises", 0),
        executed=ledger.executed,
        fragments=ledger.fragments,
        not_run=ledger.not_run,
        python=ledger.python,
        elsewhere=ledger.elsewhere,
    )


def write_landing_page(layout: Layout) -> Path:
    """Write ``build/index.html`` and say so."""
    from press.landing import write_landing  # noqa: PLC0415 -- its templates are only needed here

    page = write_landing(layout, finished(layout), book_counts(layout))
    print(f"landing: {page.relative_to(layout.root)}")
    return page


def _extent(facts: EditionFacts) -> str:
    if facts.decks:
        return f"{len(facts.decks)} deck{'s' * (len(facts.decks) != 1)}, {facts.slides} slides"
    if facts.name == CARDS:
        return _many(facts.pages, "card")
    return f"{facts.pages} pages"


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}{'s' * (count != 1)}"


def summarize(layout: Layout, only: str = "") -> str:
    """Return what the build made: a line for each edition, then the counts, then the seconds."""
    lines = [""]
    facts = finished(layout, only)
    for edition in facts.values():
        lines.append(
            f"  {edition.title:<10} build/{edition.path:<34} {human_size(edition.bytes):>8}"
            f"   {_extent(edition)}"
        )
    if not only and (layout.build / "index.html").is_file():
        lines.append("  Start      build/index.html")
    counts = book_counts(layout, only)
    verb = "waits" if counts.not_run == 1 else "wait"
    lines += [
        "",
        f"  {counts.examples - counts.not_run} examples executed on {counts.pythons},"
        f" {counts.lines:,} lines of code"
        + (f"; {counts.not_run} {verb} for a newer Python" if counts.not_run else "")
        + (f"; {counts.fragments} fragments not run" if counts.fragments else ""),
        f"  {_many(counts.diagrams, 'diagram')}, {_many(counts.questions, 'interview question')},"
        f" {_many(counts.exercises, 'exercise')}, {_many(counts.words, 'word')}"
        f" in {_many(counts.modules, 'module')}",
    ]
    if not only and (drafts := draft_modules(layout.book)):
        lines.append(f"  In no edition yet, proven only: {', '.join(drafts)}")
    try:
        seconds = time.time() - int((layout.work / "started").read_text())
        lines.append(f"  {seconds:.0f} seconds")
    except (OSError, ValueError):
        pass
    return "\n".join(lines)
