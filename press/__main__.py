"""The press on the command line: ``python -m press <what> …``; the Makefile calls nothing else.

==================  ==========================================================
all                 make everything, or say what stands if nothing is to be made
web epub pdf slides make one edition, if anything it is made from has changed
prove               run the examples whose record is missing or stale
outputs             run all examples and rewrite the captured outputs
anki                make flashcards from the finished website
landing             write build/index.html from the finished editions
summary             say what was made
current             the same, if nothing is to be made; else say nothing, with exit code 1
watch               live preview of the website
serve               serve build/ on the loopback address
check               validate the finished editions
reproduce           build twice in two folders and compare every byte
handouts            slides and notes as PDF, presenter's cards, decks as ZIP files
dist                one folder and one ZIP file with everything, sums and bill of materials
==================  ==========================================================

``PRESS_ONLY`` names one module's folder (``core/01-python-oop-fundamentals``) for a quick build,
``PRESS_PAPER`` another paper for the PDF (``a4``), which is then built beside the usual one.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import os
import sys
from pathlib import Path
from threading import Thread
from typing import NoReturn

from press.checks.outcome import UnavailableError
from press.editions import EDITIONS, BuildError, Job, is_current, make, read_manifest
from press.examples.interpreters import ask_newer_pythons
from press.facts import human_size
from press.layout import Layout
from press.proving import prove
from press.report import edition_facts, summarize, write_landing_page
from press.reproduce import reproduce
from press.room import obstacle
from press.settings import SettingsError, check_settings
from press.standing import everything_stands, note_landing
from press.steps import Steps, load


class UsageError(Exception):
    """What was asked for does not exist."""


def _only(layout: Layout, value: str) -> str:
    """Check the module named by ``PRESS_ONLY``; accept a path below book/ or slides/ too."""
    name = value.strip().strip("/").removesuffix(".md").removesuffix("/index")
    name = name.removeprefix("book/").removeprefix("slides/")
    if not name or (layout.book / name / "index.md").is_file():
        return name
    known = sorted(
        index.parent.relative_to(layout.book).as_posix()
        for index in layout.book.glob("*/*/index.md")
    )
    close = difflib.get_close_matches(name, known, 1) or known[:1]
    hint = f"; did you mean ONLY={close[0]}?" if close else ""
    raise UsageError(f"ONLY={value}: there is no book/{name}/index.md{hint}")


def _paper(layout: Layout) -> str:
    """Check the paper named by ``PRESS_PAPER``: there is a style sheet for each."""
    name = os.environ.get("PRESS_PAPER", "").strip().lower()
    sheets = (layout.theme / "print").glob("page-*.css")
    known = sorted(sheet.stem.removeprefix("page-") for sheet in sheets)
    if name and name not in known:
        raise UsageError(f"PAPER={name}: there is {', '.join(known)}: theme/print/page-*.css")
    return "" if name == "book" else name


def _edition(layout: Layout, name: str, only: str) -> None:
    edition = EDITIONS[name]
    source = layout.slides if edition.decks else layout.book
    if only and edition.decks and not (layout.slides / f"{only}.md").is_file():
        raise UsageError(f"{name}: the module has no deck, slides/{only}.md is missing")
    if not any(source.glob("**/*.md")):
        raise UsageError(f"{name}: there is no page in {source.relative_to(layout.root)}/")
    if not only and not (source / "index.md").is_file():
        raise UsageError(f"{name}: {source.name}/index.md is missing, which leads to all pages")
    job = Job(layout, edition, only, _paper(layout) if name == "pdf" else "")
    manifest = make(job)
    facts = edition_facts(job, manifest)
    where = f"build/{facts.path}"
    if manifest.get("current"):
        print(f"{name}: up to date, {where}")
    else:
        print(f"{name}: {where}, {human_size(facts.bytes)} in {facts.seconds} s")


def _anki(layout: Layout, only: str) -> None:
    from press.anki import make_cards  # noqa: PLC0415 -- what it is made with is only needed here

    facts = make_cards(layout, only)
    if facts is None:
        print("anki: the book asks no question, so there are no cards")
        return
    size = f"{facts.pages} cards, {human_size(facts.bytes)}"
    print(f"anki: build/{facts.path}, {'up to date' if facts.current else size}")


def _watch(layout: Layout, only: str) -> NoReturn:
    """Replace this process by sphinx-autobuild on the website, without the gate's last word.

    The examples that changed run before each build. A page whose examples fail is shown all the
    same, because a writer types first; the errors stand in the terminal.
    """
    command = [
        *(sys.executable, "-m", "sphinx_autobuild", "-b", "html", "-c", str(layout.root)),
        *("-d", str(layout.work / "doctrees-watch"), "--port", os.environ.get("PORT", "8000")),
        *("--watch", str(layout.code), "--watch", str(layout.theme)),
        *("--pre-build", f"{sys.executable} -m press prove"),
        *(str(layout.book), str(layout.work / "watch")),
    ]
    os.environ.update(PRESS_EDITION="web", PRESS_ONLY=only, PRESS_PREVIEW="1")
    os.chdir(layout.root)
    os.execv(sys.executable, command)


def _serve(layout: Layout) -> NoReturn:
    if not (layout.build / "index.html").is_file():
        raise UsageError("serve: nothing is built yet: type `make` first")
    port = os.environ.get("PORT", "8000")
    command = [sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1"]
    print(f"serve: http://127.0.0.1:{port}/ (Ctrl-C ends)", flush=True)
    os.chdir(layout.build)
    os.execv(sys.executable, command)


def _run(layout: Layout, what: str, only: str) -> int:
    if what in EDITIONS:
        _edition(layout, what, only)
    elif what in {"prove", "outputs"}:
        return prove(layout, only, update=what == "outputs")
    elif what == "anki":
        _anki(layout, only)
    elif what == "landing" and not only:
        write_landing_page(layout)
        note_landing(layout)
    elif what == "current":
        return 0 if _stands(layout, only) else 1
    elif what == "summary":
        print(summarize(layout, only))
    elif what == "watch":
        _watch(layout, only)
    elif what == "serve":
        _serve(layout)
    elif what == "check":
        from press.check import check  # noqa: PLC0415 -- needs the test group

        return check(layout)
    elif what == "reproduce":
        return reproduce(layout)
    elif what == "handouts":
        from press.handouts import write_handouts  # noqa: PLC0415 -- needs the test group

        write_handouts(layout)
    elif what == "dist":
        from press.dist import write_dist  # noqa: PLC0415 -- needs the test group

        write_dist(layout)
    return 0


def _stands(layout: Layout, only: str) -> bool:
    """Whether the whole book is made, in its own format; if so, say what stands."""
    return not only and not os.environ.get("PRESS_PAPER", "") and everything_stands(layout)


def _to_do(layout: Layout, only: str, names: list[str]) -> list[list[str]]:
    """Return the steps in groups of those that can run side by side.

    The website is made before the other editions: a fault in the text is then reported once.
    """
    if "all" not in names:
        return [[name] for name in names]
    if _stands(layout, only):
        return []
    rest = ["pdf", "epub", "slides", "anki"]
    return [["prove"], ["web"], rest, ["landing"], ["summary"]]


def _load(layout: Layout, only: str, names: set[str]) -> None:
    """Load, if an edition among ``names`` is to be made, what all editions need."""
    jobs = [Job(layout, EDITIONS[name], only) for name in EDITIONS if name in names]
    if all(is_current(job, read_manifest(job), job.fingerprint()) for job in jobs):
        return
    asking = Thread(target=ask_newer_pythons)
    asking.start()
    with contextlib.suppress(SettingsError):  # the step reports it
        load(check_settings(layout.root / "conf.py", {"PRESS_EDITION": "", "PRESS_ONLY": only}))
    asking.join()


def _attempt(layout: Layout, names: list[str]) -> int:
    """Run commands; say in a line what stands in their way; return the exit code."""
    code, why = 1, ""
    try:
        if not (layout.root / "conf.py").is_file():
            raise UsageError("there is no conf.py here: run this from the project's folder")
        only = _only(layout, os.environ.get("PRESS_ONLY", ""))
        why = obstacle(layout.build)
        if why:
            raise UsageError(why)
        if len(names) > 1 or "all" in names:
            groups = _to_do(layout, only, names)
            todo = {name for group in groups for name in group}
            steps = Steps(lambda name: _attempt(layout, [name]), lambda: _load(layout, only, todo))
            return steps.run(groups)
        code = _run(layout, names[0], only)
    except (UsageError, BuildError, UnavailableError) as error:
        print(f"press: {error}", file=sys.stderr)
    except OSError:
        if not obstacle(layout.build):
            raise
    if code and not why and layout.build.is_dir():
        # What failed, here or in another process, may have failed for want of room.
        why = obstacle(layout.build)
        if why:
            print(f"press: {why}", file=sys.stderr)
    return code


def main(arguments: list[str] | None = None) -> int:
    """Run commands; return the exit code."""
    commands = ["all", *EDITIONS, "prove", "outputs", "anki", "landing", "summary", "watch"]
    commands += ["serve", "current", "check", "reproduce", "handouts", "dist"]
    parser = argparse.ArgumentParser(prog="python -m press", description=__doc__)
    parser.add_argument("what", choices=commands, nargs="+")
    try:
        return _attempt(Layout(Path.cwd()), parser.parse_args(arguments).what)
    except KeyboardInterrupt:
        print("\npress: interrupted; the next run goes on from what is whole", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
