"""Make one edition: decide whether there is anything to do, build beside, rename when whole.

An edition is built by Sphinx in ``build/.work/`` and moved to its place only after Sphinx ended
without a warning, so the last good edition stays whatever happens. What Sphinx left of a build
that failed or was interrupted is thrown away: with ``-W`` a page that was written with a warning
would count as up to date in the next run, and the warning would be lost.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.examples.interpreters import newer_pythons
from press.fingerprint import files_below, fingerprint
from press.layout import Layout
from press.settings import SettingsError, check_settings
from press.sphinx_run import run_sphinx
from press.whole import write_whole


class BuildError(Exception):
    """An edition could not be made; what went wrong has been printed."""


@dataclass(frozen=True)
class Edition:
    """How one edition is called, built and where it lands.

    ``product`` is a file pattern below Sphinx's output folder, or empty when the whole folder is
    the product.
    """

    name: str
    title: str
    builder: str
    decks: bool = False
    product: str = ""
    options: tuple[str, ...] = ()


EDITIONS: Mapping[str, Edition] = {
    edition.name: edition
    for edition in (
        Edition("web", "Website", "html"),
        Edition("epub", "EPUB", "epub", product="**/*.epub"),
        # furo's hook at the end of a build fails in other builders.
        Edition("pdf", "PDF", "bookpdf", product="**/*.pdf", options=("-D", "html_theme=basic")),
        Edition("slides", "Decks", "revealjs", decks=True),
    )
}


@dataclass(frozen=True)
class Job:
    """One edition of one book, whole or one module of it (``only``).

    ``paper`` is another format than the PDF's own; it is built beside that one.
    """

    layout: Layout
    edition: Edition
    only: str = ""
    paper: str = ""

    @property
    def _suffix(self) -> str:
        paper = f"-{self.paper}" if self.paper else ""
        return paper + ("-" + self.only.replace("/", "-") if self.only else "")

    @property
    def _folder(self) -> str:
        return f"{self.edition.name}-{self.paper}" if self.paper else self.edition.name

    @property
    def doctrees(self) -> Path:
        """What Sphinx read."""
        return self.layout.work / f"doctrees-{self.edition.name}{self._suffix}"

    @property
    def output(self) -> Path:
        """Where Sphinx writes."""
        return self.layout.work / f"{self.edition.name}{self._suffix}"

    @property
    def target(self) -> Path:
        """The folder of the finished edition."""
        if self.only:
            return self.layout.build / "only" / self.only / self._folder
        return self.layout.build / self._folder

    @property
    def manifest(self) -> Path:
        """What was made, and from what."""
        return self.layout.work / f"{self.edition.name}{self._suffix}.json"

    @property
    def source(self) -> Path:
        """The folder of MyST that this edition is made from."""
        return self.layout.slides if self.edition.decks else self.layout.book

    def fingerprint(self) -> str:
        """Everything that can change the edition, as one hash."""
        layout = self.layout
        paths = [layout.book, layout.code, layout.theme, layout.root / "press", layout.lock]
        # Pages may include a text of the project, and state its settings.
        paths += [layout.root / "pyproject.toml", *sorted(layout.root.glob("*.md"))]
        paths += [layout.root / "conf.py"] + ([layout.slides] if self.edition.decks else [])
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        words = (self.edition.name, self.only, self.paper, epoch, newer_pythons())
        return fingerprint(layout.root, paths, *words)

    def machinery(self) -> str:
        """The part of the inputs after whose change Sphinx must read everything anew.

        Sphinx notices changed pages and settings, not changed code of its extensions.
        """
        layout = self.layout
        paths = [layout.theme, layout.root / "press", layout.lock, layout.root / "conf.py"]
        words = (self.edition.name, self.only, self.paper, newer_pythons())
        return fingerprint(layout.root, paths, *words)

    def pages(self) -> list[str]:
        """The MyST sources, to notice one that is gone."""
        return [
            file.relative_to(self.source).as_posix()
            for file in files_below(self.source)
            if file.suffix == ".md"
        ]


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock, so that two builds of one thing do not write over each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _listing(target: Path) -> dict[str, int]:
    return {f.relative_to(target).as_posix(): f.stat().st_size for f in files_below(target)}


def read_manifest(job: Job) -> dict[str, Any]:
    """What the last whole build of this edition left, or an empty mapping."""
    try:
        manifest = json.loads(job.manifest.read_text())
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def is_current(job: Job, manifest: Mapping[str, Any], state: str) -> bool:
    """Whether the finished edition stands, made from exactly these inputs."""
    if manifest.get("fingerprint") != state or not job.target.is_dir():
        return False
    return bool(manifest.get("files") == _listing(job.target))


def make(job: Job) -> dict[str, Any]:
    """Make the edition if it is not up to date and return its manifest.

    :raises BuildError: Sphinx reported at least one warning or error.
    """
    with alone(job.manifest.with_suffix(".lock")):
        _recover(job)
        state = job.fingerprint()
        manifest = read_manifest(job)
        if is_current(job, manifest, state):
            return {**manifest, "current": True}
        environment = {
            "PRESS_EDITION": job.edition.name,
            "PRESS_ONLY": job.only,
            "PRESS_PAPER": job.paper,
        }
        try:
            check_settings(job.layout.root / "conf.py", environment)
        except SettingsError as error:
            raise BuildError(str(error)) from None
        started = time.monotonic()
        _clear_stale(job, manifest)
        job.manifest.unlink(missing_ok=True)
        code = run_sphinx(
            job.edition.name,
            job.layout.root,
            [
                *("-b", job.edition.builder, "-d", str(job.doctrees)),
                *("-c", str(job.layout.root), *job.edition.options),
                *(str(job.source), str(job.output)),
            ],
            environment,
        )
        if code != 0:
            raise BuildError(
                f"{job.edition.name}: not written, see the messages above"
                + ("; the last good edition stays" if job.target.exists() else "")
            )
        publish(job)
        counts = json.loads((job.doctrees / "counts.json").read_text())
        manifest = {
            "fingerprint": state,
            "machinery": job.machinery(),
            "pages": job.pages(),
            "files": _listing(job.target),
            "counts": counts,
            "seconds": round(time.monotonic() - started, 1),
        }
        write_whole(job.manifest, json.dumps(manifest))
        return manifest


def _recover(job: Job) -> None:
    """Bring back the last good edition if a build was killed between its two renames."""
    stale = job.target.with_name(f".{job.target.name}.old")
    if stale.is_dir() and not job.target.exists():
        stale.rename(job.target)


def _clear_stale(job: Job, manifest: Mapping[str, Any]) -> None:
    """Throw away what a failed build, a changed press or a removed page left in the work folder."""
    if manifest.get("machinery") != job.machinery():
        shutil.rmtree(job.doctrees, ignore_errors=True)
        shutil.rmtree(job.output, ignore_errors=True)
    elif set(manifest.get("pages", ())) - set(job.pages()):
        shutil.rmtree(job.output, ignore_errors=True)


def publish(job: Job) -> None:
    """Put the product in its place: copied beside, then renamed."""
    edition, target = job.edition, job.target
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.new")
    stale = target.with_name(f".{target.name}.old")
    shutil.rmtree(fresh, ignore_errors=True)
    if edition.product:
        products = sorted(job.output.glob(edition.product))
        if not products:
            raise BuildError(f"{edition.name}: the builder wrote no {edition.product}")
        fresh.mkdir()
        for product in products:
            copy = fresh / product.relative_to(job.output)
            copy.parent.mkdir(exist_ok=True)
            shutil.copy2(product, copy)
    else:
        leave = shutil.ignore_patterns(".doctrees", ".buildinfo*", "*.new")
        shutil.copytree(job.output, fresh, ignore=leave)
    shutil.rmtree(stale, ignore_errors=True)
    if target.exists():
        target.rename(stale)
    fresh.rename(target)
    shutil.rmtree(stale, ignore_errors=True)
