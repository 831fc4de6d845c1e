"""One folder and one ZIP file to hand out: ``make dist``.

``build/dist/NAME-VERSION/`` holds the finished editions, what speakers take along, the programs and
exercises, and three statements: ``counts.json`` (what was executed, on which Python),
``sbom.cdx.json`` (everything that built it) and ``SHA256SUMS`` (``sha256sum -c SHA256SUMS`` checks
them). The ZIP file beside it holds the same. The same inputs give the same bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from press.archive import write_zip
from press.editions import EDITIONS, BuildError, Job, is_current, read_manifest
from press.facts import human_size
from press.fingerprint import files_below
from press.handouts import FOLDER as HANDOUTS
from press.layout import Layout
from press.report import book_counts
from press.sbom import locked, make_sbom

FOLDER = "dist"
_OPTIONAL = {  # handed out where they are made
    "anki": "flashcards for Anki",
    "notebooks": "the examples as Jupyter notebooks",
}
_SUMS = "SHA256SUMS"
_READ_FIRST = """\
{title}, {version}

Open index.html: it leads to everything that is meant to be read, without a network.

web/        the website
epub/       for an e-reader, whole and by track
pdf/        for paper and screen, whole and by module
slides/     a deck for each module
handouts/   for each deck: slides and notes as PDF, a presenter's card, a ZIP file for a stick
{optional}programs/   programs and exercises, with a README.txt of their own

counts.json      what was executed, and on which Python
sbom.cdx.json    everything that built this, as CycloneDX
SHA256SUMS       sha256sum -c SHA256SUMS checks all files
"""
_READ_ME = """\
Programs and exercises of {title}

Python 3.11 or later. Some programs need packages; these versions ran for the book:

    python3 -m venv .venv
    .venv/bin/pip install {packages}

Start a program by its name, for example:

    PYTHONPATH=core .venv/bin/python -m tally --help

Those of the AI track are in ai/: PYTHONPATH=ai.

The folder exercises/ holds for each exercise a starter, its tests, and the solution.
"""


def dist(layout: Layout) -> Path:
    """Make folder and ZIP file from what is built and return the folder.

    :raises BuildError: an edition or the handouts are missing or out of date.
    """
    project = tomllib.loads((layout.root / "pyproject.toml").read_text(encoding="utf-8"))
    name, version = project["project"]["name"], project["project"]["version"]
    _need_whole_editions(layout)
    parts = [layout.build / part for part in (*EDITIONS, HANDOUTS)]
    parts += [layout.build / part for part in _OPTIONAL if (layout.build / part).is_dir()]

    target = layout.build / FOLDER
    fresh, folder = target / ".new", target / f"{name}-{version}"
    shutil.rmtree(fresh, ignore_errors=True)
    inside = fresh / folder.name
    inside.mkdir(parents=True)
    shutil.copy2(layout.build / "index.html", inside)
    for part in parts:
        shutil.copytree(part, inside / part.name)
    _copy_programs(layout, inside / "programs")
    about = {
        "title": _title(project),
        "version": version,
        "optional": "".join(
            f"{f'{name}/':<11} {what}\n"
            for name, what in _OPTIONAL.items()
            if (inside / name).is_dir()
        ),
    }
    _write(inside / "README.txt", _READ_FIRST.format(**about))
    when = moment(layout)
    counts = {"book": name, "version": version, "counts": dataclasses.asdict(book_counts(layout))}
    _write(inside / "counts.json", json.dumps(counts, indent=2, sort_keys=True) + "\n")
    _write(inside / "sbom.cdx.json", make_sbom(layout, name, version, when))
    _write(inside / _SUMS, "".join(_sums(inside)))
    packed = {file.relative_to(fresh).as_posix(): file for file in _files(inside)}
    write_zip(fresh / f"{folder.name}.zip", packed)
    shutil.rmtree(folder, ignore_errors=True)
    for made in (inside, fresh / f"{folder.name}.zip"):
        made.replace(target / made.name)
    shutil.rmtree(fresh)
    return folder


def _need_whole_editions(layout: Layout) -> None:
    for edition in EDITIONS.values():
        job = Job(layout, edition)
        if not is_current(job, read_manifest(job), job.fingerprint()):
            raise BuildError(f"dist: {edition.name} is missing or out of date: type `make dist`")
    for name in (f"{HANDOUTS}/", "index.html"):
        if not (layout.build / name).exists():
            raise BuildError(f"dist: build/{name} is missing: type `make dist`")


def moment(layout: Layout) -> datetime:
    """Return what stands for the time of the build: ``SOURCE_DATE_EPOCH``, or the last commit's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        epoch = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],
            cwd=layout.root,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
    return datetime.fromtimestamp(int(epoch or 0), UTC)


def _copy_programs(layout: Layout, target: Path) -> None:
    for file in files_below(layout.code):
        name = file.relative_to(layout.code)
        if not any(part.startswith(".") for part in name.parts):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, target / name)
    groups = tomllib.loads((layout.root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {entry.split("[")[0] for entry in groups["dependency-groups"]["programs"]}
    versions = locked(layout.lock.read_text(encoding="utf-8"))
    packages = [f"{name}=={version}" for name, version, _ in versions if name in wanted]
    text = _READ_ME.format(title=_title(groups), packages=" ".join(sorted(packages)))
    _write(target / "README.txt", text)


def _title(project: Mapping[str, Any]) -> str:
    return str(project["project"]["description"].partition(",")[0])


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=Path.as_posix)


def _sums(folder: Path) -> Iterator[str]:
    """Yield the lines that ``sha256sum -c`` reads."""
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        yield f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {name}\n"


def write_dist(layout: Layout) -> None:
    """Make it and say where it is."""
    folder = dist(layout)
    packed = folder.with_name(f"{folder.name}.zip")
    size = human_size(packed.stat().st_size)
    print(f"dist: build/{FOLDER}/{packed.name}, {size}, and the folder of that name beside it")
