"""Set many units: those in the cache are taken from there, the others set in parallel.

The cache is keyed by everything that can change a unit's pages: its HTML, the style sheets, the
fonts, the pictures, the version of WeasyPrint and the code that calls it. Each unit is written
beside its place and renamed, so a build that is stopped goes on from the units that are whole.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from press.garbage import collect_seldom
from press.pango import load_weasyprint, missing_pango
from press.pdf.facts import VARIANT, RenderSettings, UnitFacts
from press.pdf.kept import keep_recent
from press.pdf.sheet import Sheet

if TYPE_CHECKING:  # WeasyPrint is loaded by what sets pages, not by what takes them from the cache
    from press.pdf.render import Renderer

_MOST_WORKERS = 8
Report = Callable[[str, Iterable[str], int], None]


class SettingError(Exception):
    """WeasyPrint could not set a unit."""


@dataclass(frozen=True)
class Unit:
    """A run of pages to be set: ``markup`` is a whole HTML document.

    ``images`` maps the ``image:`` names in it to files, ``lines`` those names to ``file:line``;
    ``source`` is the document it comes from, for messages.
    """

    name: str
    markup: str
    images: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class SetUnit:
    """A unit with its pages: ``path`` is a PDF in the cache."""

    unit: Unit
    key: str
    path: Path
    facts: UnitFacts


class Setter:
    """Sets units with one style. ``jobs`` is the number of processes, 0 for one each core.

    ``report`` is given what is being done, the names of units as they are done, and their number.
    """

    def __init__(self, sheet: Sheet, cache: Path, jobs: int, report: Report) -> None:
        self.sheet = sheet
        self.cache = cache
        self._jobs = jobs or len(os.sched_getaffinity(0) if _HAS_AFFINITY else range(_cores()))
        self._report = report
        fonts = frozenset(face.sha for face in sheet.faces)
        self._settings = RenderSettings(sheet.css, os.fspath(sheet.base), fonts)
        self._base = _base_digest(sheet)
        self._renderer: Renderer | None = None

    def key(self, unit: Unit) -> str:
        """Hash everything that can change the pages of ``unit``."""
        digest = self._base.copy()
        digest.update(unit.markup.encode())
        for name, path in sorted(unit.images.items()):
            digest.update(name.encode())
            digest.update(Path(path).read_bytes() if Path(path).is_file() else b"missing")
        return digest.hexdigest()[:32]

    def set(self, units: Sequence[Unit], what: str = "setting pages") -> list[SetUnit]:
        """Return ``units`` set, in their order; ``what`` says it to the reader, "" nothing.

        :raises SettingError: Pango is missing, or WeasyPrint failed on one of them; the others are
            in the cache.
        """
        self.cache.mkdir(parents=True, exist_ok=True)
        keys = [self.key(unit) for unit in units]
        stale = {key: unit for key, unit in zip(keys, units, strict=True) if not self._has(key)}
        if stale:
            if message := missing_pango():
                raise SettingError(message)
            done = self._render(stale)
            if what:
                self._report(what, done, len(stale))
            else:
                deque(done, maxlen=0)
        return [self._load(key, unit) for key, unit in zip(keys, units, strict=True)]

    def forget(self, used: Iterable[str]) -> None:
        """Drop the oldest units that no recent build used; ``used`` are the keys of this one."""
        keep_recent(self.cache, ".pdf", used, ".json")

    def _path(self, key: str) -> Path:
        return self.cache / f"{key}.pdf"

    def _has(self, key: str) -> bool:
        return self._path(key).is_file() and self._path(key).with_suffix(".json").is_file()

    def _load(self, key: str, unit: Unit) -> SetUnit:
        path = self._path(key)
        facts = UnitFacts.parse(path.with_suffix(".json").read_text(encoding="utf-8"))
        return SetUnit(unit, key, path, facts)

    def _render(self, stale: Mapping[str, Unit]) -> Iterator[str]:
        """Set each unit and yield its name when it is in the cache."""
        # Long units first: the last worker should not begin the longest one.
        order = sorted(stale.items(), key=lambda item: -len(item[1].markup))
        workers = min(self._jobs, len(order), _MOST_WORKERS)
        if workers <= 1:
            for key, unit in order:
                if self._renderer is None:
                    self._renderer = _renderer(self._settings)
                try:
                    _render_into(self._renderer, unit, self._path(key))
                except Exception as error:
                    raise _failed(unit, error) from error
                yield unit.name
            return
        # Not forked: the libraries below WeasyPrint keep locks and caches a fork would copy.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context, _warm, (self._settings,)) as pool:
            running: dict[Future[None], Unit] = {
                pool.submit(_work, unit, self._path(key)): unit for key, unit in order
            }
            try:
                for future in as_completed(running):
                    try:
                        future.result()
                    except Exception as error:
                        raise _failed(running[future], error) from error
                    yield running[future].name
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


def _renderer(settings: RenderSettings) -> Renderer:
    load_weasyprint()
    from press.pdf.render import Renderer  # noqa: PLC0415

    return Renderer(settings)


def _failed(unit: Unit, error: Exception) -> SettingError:
    if isinstance(error, BrokenProcessPool):
        return SettingError(
            "a process that sets pages was ended from outside, as a rule for want of memory: "
            "set pdf_jobs = 1 in conf.py"
        )
    return SettingError(f"WeasyPrint cannot set {unit.name}: {type(error).__name__}: {error}")


def _render_into(renderer: Renderer, unit: Unit, path: Path) -> None:
    """Set ``unit`` and put its PDF at ``path`` and its facts beside it, the PDF last."""
    data, facts = renderer.render(unit.markup, unit.images, path.stem[:12])
    for target, content in ((path.with_suffix(".json"), facts.dump().encode()), (path, data)):
        fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
        fresh.write_bytes(content)
        fresh.replace(target)


_worker: list[Renderer] = []


def _warm(settings: RenderSettings) -> None:
    """Begin a worker: read style and fonts once for all its units.

    Ctrl-C is for the process that waits: a worker brings the unit it is setting to an end.
    """
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker.append(_renderer(settings))


def _work(unit: Unit, path: Path) -> None:
    _render_into(_worker[0], unit, path)


_HAS_AFFINITY = hasattr(os, "sched_getaffinity")


def _cores() -> int:
    return os.cpu_count() or 1


def _base_digest(sheet: Sheet) -> hashlib._Hash:
    digest = hashlib.sha256(f"{VARIANT} {sheet.digest}".encode())
    for package in ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen"):
        digest.update(f"{package} {version(package)}".encode())
    for module in ("render.py", "figures.py", "notes.py", "breaks.py", "tagging.py", "facts.py"):
        digest.update(Path(__file__).with_name(module).read_bytes())
    return digest
