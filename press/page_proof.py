"""Decide which examples a reader can run in the page: by running them where readers will.

Each chain of a page runs in Pyodide under Node.js, with the glue (``theme/web/run/python.mjs``)
and the driver (``page_driver.py``) that the page itself uses, and what it does must be what the
page shows. One interpreter runs all of them, as it does for a reader, once in the order of the
page and once backwards: an example that only works after another one gets no button. The answers
are recorded in the ledger and depend on the code, the files that it reads, Pyodide and the glue.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import json
import re
import select
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press import pyodide
from press.examples import verdict
from press.examples.job import TIMEOUT, units
from press.examples.ledger import Ledger
from press.examples.model import Chain, Page
from press.examples.runner import ChainResult, Problem, StepResult
from press.examples.wasm import FOLDER, node, wasm_version

SHIPPED = ("typing_extensions",)
"""Installed modules that a page can bring along: one file of Python each, nothing compiled."""
HERE = Path(__file__).parent
GLUE = "run/python.mjs"  # in the theme's folder of the website
_SLOWER = 3  # times that WebAssembly takes
_START = 90.0  # seconds
_MEND = "run make pyodide, or delete the folder to do without"
_ENDED = "it ended the interpreter, or did not end"
_CHANGED = "in the order of the page and backwards it does not do the same"


class ProofError(Exception):
    """Pyodide does not start: the text says what mends it."""


@dataclass(frozen=True)
class Piece:
    """Code that is compiled at once; ``step`` is the last of the steps it comes from."""

    code: str
    step: int
    hidden: bool
    goes_on: bool

    @property
    def sent(self) -> list[Any]:
        """The piece as the glue takes it."""
        return [self.code, self.hidden, self.goes_on]


def at_hand() -> bool:
    """True if Pyodide's files are there, with the Node.js that proves what runs in them."""
    return bool(wasm_version())


def sources() -> dict[str, str]:
    """Return the Python files that the glue puts into Pyodide, by name."""
    files = (HERE / "page_driver.py", HERE / "examples" / "wasm_loop.py")
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def pieces(chain: Chain) -> list[Piece]:
    """Return what of ``chain`` is compiled at once, in order."""
    return [
        Piece(code, step, chain.steps[step].hidden, raises) for code, step, raises in units(chain)
    ]


def files_of(chain: Chain, ledger: Ledger) -> dict[str, str] | None:
    """Return the project's files that ``chain`` read when it was proven, by path.

    With them comes the source of what they import of :data:`SHIPPED`. ``None`` if nobody knows the
    files, or if one of them is no text: then the chain cannot run in a page.
    """
    record = ledger.load(ledger.key(chain))
    if record is None:
        return None
    found = {}
    for path, kind, _ in record["touched"]:
        if kind == "tree":
            return None  # it started a program
        if kind == "file":
            try:
                found[path] = (ledger.root / path).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                return None
    code = "\n".join([*found.values(), *(step.code for step in chain.steps)])
    for name in SHIPPED:
        source = _installed(name) if re.search(rf"^\s*(from|import) {name}\b", code, re.M) else None
        if source is not None:
            found[f"site/{name}.py"] = source
    return found


@functools.cache
def _installed(name: str) -> str | None:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).read_text(encoding="utf-8")


class Proof:
    """What the ledger knows of chains in the page; with :meth:`prove` it learns more."""

    def __init__(self, ledger: Ledger, theme: Path) -> None:
        self.ledger = ledger
        self.glue = theme / "web" / GLUE
        self.ran = 0

    def key(self, chain: Chain) -> str:
        """Return the name of the record of ``chain`` in the page."""
        what = [piece.sent for piece in pieces(chain)]
        return self.ledger.key_of(["in the page", what], self._where)

    @functools.cached_property
    def _where(self) -> str:
        whole = hashlib.sha256(pyodide.DIGEST.encode())
        for text in [*sources().values(), self.glue.read_text(encoding="utf-8")]:
            whole.update(text.encode())
        return whole.hexdigest()[:24]

    def runnable(self, page: Page, chain: Chain) -> set[int]:
        """Return the steps of ``chain``, by number, that do in the page what ``page`` shows."""
        record = self.ledger.load(self.key(chain))
        if record is None or record.get("why"):
            return set()
        result = _result(chain, record["steps"])
        good = set()
        for piece, told in zip(pieces(chain), record["steps"], strict=False):
            step = chain.steps[piece.step]
            if verdict.judge(page, chain, piece.step, result) is not None:
                break  # nor can what follows be trusted
            if told["error"] and step.output is not None:
                seen = [line.rstrip() for line in _seen(told).splitlines()]
                shown = verdict.shown_output(chain, piece.step, result).splitlines()
                if seen != shown:
                    break
            good.add(piece.step)
        return good

    def prove(self, chains: Iterable[Chain]) -> int:
        """Run those of ``chains`` that have no record; return how many that were.

        :raises ProofError: Pyodide is damaged, or does not start.
        """
        todo: dict[str, tuple[Chain, dict[str, str]]] = {}
        for chain in chains:
            if chain.language != "python" or self.ledger.load(self.key(chain)) is not None:
                continue
            files = files_of(chain, self.ledger)
            if files is not None:
                todo[self.key(chain)] = (chain, files)
        if not pyodide.is_whole():
            raise ProofError(f"Pyodide in {FOLDER.name}/ is damaged: {_MEND}")
        if not todo:
            return 0
        started = time.time()
        answers = self._run(todo, [*todo, *reversed(todo)])
        for key, (_, files) in todo.items():
            record = answers[key][0]
            if any(answer != record for answer in answers[key]):
                record = {"why": _CHANGED, "steps": []}
            own = [path for path in files if not path.startswith("site/")]
            self.ledger.save(key, record, dict.fromkeys(own, "file"), started)
        self.ledger.summarize(())
        return len(todo)

    def _run(
        self, todo: dict[str, tuple[Chain, dict[str, str]]], order: list[str]
    ) -> dict[str, list[dict[str, Any]]]:
        """Run chains in this order, in as few interpreters as they let live."""
        found: dict[str, list[dict[str, Any]]] = {key: [] for key in order}
        left = list(order)
        while left:
            with _interpreter(self.glue) as python:
                while left:
                    key = left.pop(0)
                    chain, files = todo[key]
                    job = {"files": files, "pieces": [one.sent for one in pieces(chain)]}
                    limit = _SLOWER * sum(step.timeout or TIMEOUT for step in chain.steps)
                    told = python.ask({**job, "whole": True}, limit)
                    if told is None:
                        found[key].append({"why": _ENDED, "steps": []})
                        left = [other for other in left if other != key]
                        break
                    found[key].append({"steps": told})
        return found


class _Interpreter:
    """One Node.js with Pyodide in it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def ask(self, job: dict[str, Any], limit: float) -> Any:
        """Send a job and return the answer, or ``None`` if none came within ``limit`` seconds."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            return None
        ends = time.monotonic() + limit
        line = b""
        while not line.endswith(b"\n"):
            left = ends - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                return None
            part = self.process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not part:
                return None
            line += part
        return json.loads(line)


@contextlib.contextmanager
def _interpreter(glue: Path) -> Iterator[_Interpreter]:
    """Start Pyodide, and end it.

    :raises ProofError: it does not start.
    """
    command = [node() or "node", str(HERE / "page_proof.mjs"), str(FOLDER), str(glue)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
        try:
            python = _Interpreter(process)
            if python.ask({"sources": sources()}, _START) is None:
                raise ProofError(f"Pyodide in {FOLDER.name}/ does not start: {_MEND}")
            yield python
        finally:
            process.kill()


def _seen(told: dict[str, Any]) -> str:
    """Return what a reader sees below a step: what it printed, then the error."""
    output: str = told["output"]
    return output + (told["error"]["shown"] if told["error"] else "")


def _result(chain: Chain, steps: list[dict[str, Any]]) -> ChainResult:
    """Turn the glue's answer into what the press judges everywhere."""
    results: list[StepResult] = []
    for piece, told in zip(pieces(chain), steps, strict=False):
        while len(results) < piece.step:
            results.append(StepResult())  # its code went on in a later step
        error = told["error"]
        problems = []
        if error is not None:
            frames = tuple((file, line, name, text) for file, line, name, text in error["frames"])
            types, message, summary = tuple(error["types"]), error["message"], error["summary"]
            problems.append(Problem("raised", "", types, message, summary, error["shown"], frames))
        results.append(StepResult(told["output"], problems))
    return ChainResult(results)


def python_name() -> str:
    """Return the Python that readers get: "Python 3.14"."""
    return "Python " + ".".join(wasm_version().split(".")[:2])
