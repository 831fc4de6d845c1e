"""What a full-size book costs: made cold, again, and after one word or one example changed.

``make bench`` writes a book of 25 modules (``bench/writing``) into ``build/.work/bench`` and types
``make`` there, with this press and its settings. ``make bench SIZE=0.2`` measures a fifth of it,
``SIZE=2`` twice as many modules. The book stays there until the next run.

Of each step of the build a row of the table says how long it took, how much CPU time all its
processes used, and how much memory the largest of them had. Steps that run side by side wait for
each other. "rest" is what is no step: make itself, looking whether everything is installed or
stands, and loading Sphinx.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.writing.module import Module
from bench.writing.project import modules_of, write_project
from press.layout import Layout
from press.report import book_counts, finished
from press.reproduce import make_environment

_STEPS = ("prove", "web", "epub", "pdf", "slides", "anki", "landing", "summary")


@dataclass
class Cost:
    """Seconds on the clock, seconds of CPU, and MB of memory of the largest process."""

    wall: float = 0
    cpu: float = 0
    peak: float = 0

    def add(self, other: Cost) -> None:
        """Add what happened after this."""
        self.wall += other.wall
        self.cpu += other.cpu
        self.peak = max(self.peak, other.peak)


@dataclass
class Build:
    """What one build cost, by step; ``page`` is the time until the website was there."""

    name: str
    steps: dict[str, Cost] = field(default_factory=dict)
    total: Cost = field(default_factory=Cost)
    page: float = 0


def type_make(root: Path, build: Build, *targets: str) -> float:
    """Type ``make`` with targets and add up in ``build`` what it took; return seconds."""
    log = root.parent / "bench-steps.jsonl"
    log.unlink(missing_ok=True)
    python = root / ".venv" / "bin" / "python"
    command = ["make", "--no-print-directory", f"PYTHON={python}", *targets]
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment |= {"PRESS_PROGRESS": "plain", "PRESS_ONLY": "", "PRESS_PAPER": ""}
    environment["PRESS_STEPS"] = str(log)
    said = root.parent / "bench-make.log"
    began = time.monotonic()
    with said.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=out, stderr=out)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(said.read_text(encoding="utf-8")[-4000:])
    for line in log.read_text(encoding="utf-8").splitlines() if log.is_file() else ():
        cost = json.loads(line)
        step = cost.pop("step")
        build.steps.setdefault(step, Cost()).add(Cost(**cost))
    peak = used.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    build.total.add(Cost(wall, used.ru_utime + used.ru_stime, peak))
    return wall


def change_word(page: Path) -> None:
    """Put another word into the first paragraph."""
    title, paragraph, rest = page.read_text(encoding="utf-8").split("\n\n", 2)
    changed = re.sub(r"\bthe (?=\w)", "that ", paragraph, count=1)
    assert changed != paragraph
    page.write_text("\n\n".join([title, changed, rest]), encoding="utf-8")


def change_example(page: Path) -> None:
    """Put one more line into the first example; what it prints stays."""
    text = page.read_text(encoding="utf-8")
    at = text.index("\n```\n", text.index("```python\n"))
    page.write_text(f"{text[:at]}\n# A line more.{text[at:]}", encoding="utf-8")


def prepare(root: Path, size: float) -> list[Module]:
    """Write the book and what ``make`` needs to find it ready to build."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    write_project(root, size, Path.cwd())
    make_environment(Layout(root))
    state = hashlib.sha256(sys.version.encode())  # as press/setup.sh does it
    for name in ("requirements.txt", "pyproject.toml"):
        state.update((root / name).read_bytes())
    (root / ".venv" / ".installed").write_text(f"{state.hexdigest()}\n", encoding="utf-8")
    return modules_of(size)


def measure(root: Path, modules: list[Module]) -> list[Build]:
    """Build cold, again, and after each change; a line is printed as each is done."""
    builds = [Build("cold"), Build("nothing changed")]
    for build in builds:
        type_make(root, build)
        print(f"  {build.name}: {build.total.wall:.1f} s", flush=True)
    page = root / "book" / modules[len(modules) // 2].folder / "page-2.md"
    for name, change in (("one word", change_word), ("one example", change_example)):
        change(page)
        build = Build(name)
        build.page = type_make(root, build, "web")
        type_make(root, build)
        print(f"  {name}: {build.page:.1f} s, {build.total.wall:.1f} s", flush=True)
        builds.append(build)
    return builds


def table(builds: list[Build]) -> str:
    """Write the costs as a table of Markdown."""
    lines = ["| | " + " | ".join((*_STEPS, "rest", "all", "page")) + " |"]
    lines.append("|---|" + "---:|" * (len(_STEPS) + 3))
    for build in builds:
        costs = [build.steps.get(step, Cost()) for step in _STEPS]
        rest = Cost(
            max(0.0, build.total.wall - sum(cost.wall for cost in costs)),
            build.total.cpu - sum(cost.cpu for cost in costs),
        )
        found = [*costs, rest, build.total]
        page = f"{build.page:.1f}" if build.page else ""
        lines.append(_row(f"**{build.name}**, s", [f"{c.wall:.1f}" for c in found], page))
        lines.append(_row("CPU, s", [f"{c.cpu:.1f}" for c in found]))
        lines.append(_row("memory, MB", [f"{c.peak:.0f}" if c.peak else "" for c in found]))
    return "\n".join(lines)


def _row(name: str, cells: list[str], last: str = "") -> str:
    return f"| {' | '.join([name, *cells, last])} |"


def extent(root: Path) -> str:
    """Say how large the book is, by what the press counted."""
    layout = Layout(root)
    counts, facts = book_counts(layout), finished(layout)
    decks = facts["slides"]
    return (
        f"{counts.modules} modules, {facts['pdf'].pages:,} printed pages, {counts.words:,} words, "
        f"{counts.executed:,} executed examples, {counts.diagrams} diagrams, "
        f"{counts.exercises} exercises, {counts.questions} interview questions, "
        f"{decks.slides} slides in {len(decks.decks)} decks, {facts['anki'].pages} cards"
    )


def main() -> None:
    """Measure, and print the table."""
    try:
        size = float(os.environ.get("SIZE") or 1)
    except ValueError:
        size = 0
    if not 0 < size <= 20:
        raise SystemExit(f"bench: SIZE={os.environ['SIZE']}: write a number like 0.2, 1 or 2")
    root = Layout(Path.cwd()).work / "bench"
    modules = prepare(root, size)
    builds = measure(root, modules)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    print(f"\n{today}, {cores} cores, {platform.machine()}, Python {platform.python_version()}")
    print(f"SIZE={size:g}: {extent(root)}\n\n{table(builds)}")


if __name__ == "__main__":
    main()
