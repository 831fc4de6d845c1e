"""The record of what ran, keyed by content.

A record belongs to a chain's code, the lock, the Python version and the runner itself; it names
every project file that the chain read, with a digest, and is stale once one of them differs. What
the page says around the code (prose, captions, the output it shows) is no part of it: outputs are
recorded as they came and compared each time.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from press.drafts import draft_modules, in_draft
from press.examples.interpreters import OWN, interpreter_for, newer_pythons
from press.examples.job import units
from press.examples.journal import journal_of
from press.examples.model import Chain, Page
from press.examples.runner import ChainResult, Problem, StepResult
from press.layout import Layout
from press.whole import write_whole

_HERE = Path(__file__).parent
_RUNNER = (
    *("runner.py", "slots.py", "job.py", "zygote.py", "child.py", "trouble.py", "sandbox.py"),
    "trace/sitecustomize.py",
)


@dataclass(frozen=True)
class Counts:
    """How much of the code has a passing record. ``lines`` are visible lines of examples.

    ``elsewhere`` says how many of those executed ran on a newer Python, by its name.
    """

    examples: int = 0
    executed: int = 0
    lines: int = 0
    fragments: int = 0
    not_run: int = 0
    python: str = ""
    elsewhere: dict[str, int] = field(default_factory=dict)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.examples + other.examples,
            self.executed + other.executed,
            self.lines + other.lines,
            self.fragments + other.fragments,
            self.not_run + other.not_run,
            self.python or other.python,
            dict(Counter(self.elsewhere) + Counter(other.elsewhere)),
        )


class Ledger:
    """The records of one project, in ``build/ledger``."""

    def __init__(self, root: Path, python: str = "") -> None:
        self.root = root.resolve()
        self.layout = Layout(self.root)
        self.folder = self.layout.ledger
        self.python = python or OWN.version
        self._journal = journal_of(self.folder / "records")
        self._keys: dict[int, tuple[Chain, str]] = {}  # by identity; the chain is kept alive
        self._digests: dict[tuple[str, str], str] = {}

    # -- Keys ------------------------------------------------------------------
    def key(self, chain: Chain) -> str:
        """Return the name of the record of ``chain``: 32 hexadecimal digits."""
        known = self._keys.get(id(chain))
        if known is None:
            found = interpreter_for(chain.python)
            python = self.python if found is None or found is OWN else found.key
            known = (chain, self.key_of([chain.language, units(chain)], python))
            self._keys[id(chain)] = known
        return known[1]

    def key_of(self, what: Any, python: str = "") -> str:
        """Return a name for anything JSON can hold, in this environment."""
        text = json.dumps([what, python or self.python, self._lock, _runner_digest()])
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @functools.cached_property
    def _lock(self) -> str:
        return self.digest(self.layout.lock.name, "file")

    def digest(self, path: str, kind: str) -> str:
        """Return the digest of a project file, of a folder's listing or of a whole tree.

        ``path`` is relative to the root; each is read once in the life of this object.
        """
        known = self._digests.get((path, kind))
        if known is None:
            known = self._digests[path, kind] = _digest(self.root / path, kind)
        return known

    def forget(self) -> None:
        """Read files again from here on."""
        self._digests.clear()
        self._keys.clear()
        self.__dict__.pop("_lock", None)

    # -- Records ---------------------------------------------------------------
    def find(self, chain: Chain) -> ChainResult | None:
        """Return what ``chain`` did when it last ran, if nothing it depends on has changed."""
        record = self.load(self.key(chain))
        if record is None:
            return None
        return replace(_result(record["steps"]), beyond=record.get("beyond", ""))

    def waits(self, chain: Chain) -> bool:
        """True if ``chain`` needs a newer Python than this machine has, or a more complete one."""
        if chain.python is None:
            return False
        known = self.find(chain)
        return interpreter_for(chain.python) is None or (known is not None and bool(known.beyond))

    def lacks(self, key: str) -> bool:
        """True if the interpreter lacked what the chain with the record ``key`` asked for."""
        record = self.load(key)
        return record is not None and bool(record.get("beyond"))

    def load(self, key: str) -> dict[str, Any] | None:
        """Return the record ``key``, or ``None`` if there is none or it is stale."""
        line = self._journal.lines().get(key)
        if line is None:
            return None
        try:
            record: dict[str, Any] = json.loads(line)
            touched = record["touched"]
        except (ValueError, KeyError):
            return None
        if any(self.digest(path, kind) != was for path, kind, was in touched):
            return None
        return record

    def store(self, chain: Chain, result: ChainResult) -> bool:
        """Record what ``chain`` did. False if a file it read has changed since it started."""
        touched = dict(result.touched)
        if result.opaque:
            touched[self.layout.code.name] = "tree"
        record = {
            "steps": [asdict(step) for step in result.steps],
            "lines": sum(len(step.code.splitlines()) for step in chain.steps),
        }
        python = interpreter_for(chain.python)
        if python is not None and python is not OWN:
            record["python"] = python.title
        if result.beyond:
            record["beyond"] = result.beyond
        return self.save(self.key(chain), record, touched, result.started)

    def save(
        self, key: str, record: dict[str, Any], touched: dict[str, str], started: float
    ) -> bool:
        """Write a record that depends on ``touched`` (path to kind), as they were at ``started``.

        Returns False, and writes nothing, if one of them is newer than that.
        """
        for path in touched:
            file = self.root / path
            if file.is_file() and file.stat().st_mtime > started:
                return False
        stamps = [[path, kind, self.digest(path, kind)] for path, kind in sorted(touched.items())]
        whole = {"python": self.python, **record, "touched": stamps, "at": int(started)}
        self._journal.append(key, json.dumps(whole, ensure_ascii=False))
        return True

    # -- Counts ----------------------------------------------------------------
    def counts(self) -> Counts:
        """Return the counts of the whole book, without its drafts."""
        book = self.layout.book
        drafts = draft_modules(book)
        pages = sorted(
            page
            for page in book.rglob("*.md")
            if page.is_file() and not in_draft(page, book, drafts)
        )
        return sum((self.for_page(page.as_posix()) for page in pages), Counts(python=self.python))

    def for_page(self, page: str) -> Counts:
        """Return the counts of one page: a docname of the book, or the path of its file."""
        file = self.root / page
        if file.suffix != ".md" or not file.is_file():
            file = self.layout.book / f"{page}.md"
        try:
            text = file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return Counts(python=self.python)
        path = file.relative_to(self.root).as_posix()
        known = self._summary["pages"].get(path)
        if known is not None and known["digest"] == _text_digest(text, self.python):
            return Counts(**known["counts"])
        from press.examples import fences  # noqa: PLC0415 - the parser, which most callers spare

        return self.count(fences.parse(text, path))

    def count(self, page: Page) -> Counts:
        """Count the examples of a parsed page, looking up each."""
        examples = executed = lines = not_run = 0
        elsewhere: dict[str, int] = {}
        for chain in page.chains:
            visible = [step for step in chain.steps if not step.hidden]
            examples += len(visible)
            if self.waits(chain):
                not_run += len(visible)
            elif self.find(chain) is not None:
                executed += len(visible)
                lines += sum(len(step.visible.splitlines()) for step in visible)
                python = interpreter_for(chain.python)
                if python is not None and python is not OWN:
                    elsewhere[python.title] = elsewhere.get(python.title, 0) + len(visible)
        fragments = len(page.fragments)
        return Counts(examples, executed, lines, fragments, not_run, self.python, elsewhere)

    @functools.cached_property
    def _summary(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(
                (self.folder / "summary.json").read_text(encoding="utf-8")
            )
        except (OSError, ValueError):
            return {"pages": {}}
        return found if isinstance(found.get("pages"), dict) else {"pages": {}}

    def summarize(self, pages: Iterable[Page]) -> None:
        """Write ``summary.json``: the counts of ``pages``, of the pages before, and of all."""
        entries = {
            path: entry
            for path, entry in self._summary["pages"].items()
            if (self.root / path).is_file()
        }
        self._journal.compact()
        for page in pages:
            entries[page.path] = {
                "digest": _text_digest(page.text, self.python),
                "counts": asdict(self.count(page)),
            }
        total = sum(
            (Counts(**entry["counts"]) for entry in entries.values()), Counts(python=self.python)
        )
        summary = {"total": asdict(total), "pages": entries}
        write_whole(self.folder / "summary.json", json.dumps(summary, indent=1, sort_keys=True))
        self.__dict__.pop("_summary", None)


def _result(steps: list[dict[str, Any]]) -> ChainResult:
    """Read recorded steps."""
    return ChainResult(
        [
            StepResult(
                step["output"],
                [
                    Problem(
                        **{
                            **raw,
                            "types": tuple(raw["types"]),
                            "frames": tuple(tuple(frame) for frame in raw["frames"]),
                        }
                    )
                    for raw in step["problems"]
                ],
            )
            for step in steps
        ]
    )


def _digest(path: Path, kind: str) -> str:
    """Digest a file's bytes, a folder's names, or all files below a folder."""
    try:
        if kind == "file":
            data = path.read_bytes()
        elif kind == "folder":
            # Caches come and go with each run and are nothing that code depends on.
            cache = path.name == "__pycache__"
            found = () if cache else path.iterdir()
            names = sorted(one.name for one in found if one.name != "__pycache__")
            data = "\n".join(names).encode()
        else:
            files = sorted(one for one in path.rglob("*") if "__pycache__" not in one.parts)
            data = "\n".join(
                f"{one.relative_to(path)} {_digest(one, 'file')}" for one in files if one.is_file()
            ).encode()
    except OSError:
        return "missing"
    return hashlib.sha256(data).hexdigest()[:24]


@functools.cache
def _runner_digest() -> str:
    """Digest the code that decides how examples run."""
    whole = hashlib.sha256()
    for name in _RUNNER:
        whole.update((_HERE / name).read_bytes())
    return whole.hexdigest()[:24]


def _text_digest(text: str, python: str) -> str:
    return hashlib.sha256(f"{python} {newer_pythons()}\n{text}".encode()).hexdigest()[:24]
