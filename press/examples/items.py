"""What pytest collects from a page: examples, faults, shown files; and their shared state."""

from __future__ import annotations

import functools
import gc
import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from press.examples import outputs, verdict
from press.examples.book import book_of
from press.examples.interpreters import interpreter_for
from press.examples.ledger import Ledger
from press.examples.model import Chain, Fault, Page, Shown, ShownError, Step
from press.examples.runner import ChainResult, Runner
from press.layout import Layout
from press.progress import Progress

if TYPE_CHECKING:
    from press.examples.covered import Coverage
    from press.examples.selected import Selected


class ExampleError(Exception):
    """A failure whose text is the whole report."""


class Proof:
    """One session's chains, their results and the counts of them."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.layout = Layout(config.rootpath)
        self.update: bool = config.getoption("update_outputs")
        self.ledger = Ledger(config.rootpath)
        self.again: bool = config.getoption("rerun_recorded")
        self.runner = Runner(config.rootpath)
        self.numbers: dict[int, int] = {}  # id of a chain: its number at the runner
        self.results: dict[int, ChainResult] = {}
        self.pages: list[Page] = []
        self.names: dict[str, str] = {}
        self.findings: dict[int, list[verdict.Finding | None]] = {}
        self.ran: set[int] = set()
        self.executed = 0
        self.shown = 0
        self.recorded = 0
        self.written: list[str] = []
        self.complaints: list[str] = []
        self.progress: Progress | None = None
        self.untested: list[Path] = []  # files that the selected items show

    @functools.cached_property
    def coverage(self) -> Coverage:
        """What the tests of shown files execute."""
        from press.examples.covered import Coverage  # noqa: PLC0415 - few books show files

        return Coverage(self.ledger, self.runner.workers)

    @functools.cached_property
    def selected(self) -> Selected:
        """Which lines of files the pages show."""
        from press.examples.selected import Selected  # noqa: PLC0415 - as above

        return Selected(self.ledger)

    # -- Running ---------------------------------------------------------------
    def queue(self, items: Sequence[pytest.Item]) -> None:
        """Hand every chain that the selected items need, and that has no record, to the runner.

        Tests of the files that they show start when the first of them is asked for.
        """
        wanted = [item for item in items if isinstance(item, ExampleItem)]
        shown = [item for item in items if isinstance(item, ShownItem)]
        self.untested = [self.program(item.shown, item.path) for item in shown]
        for item in wanted:
            key = id(item.chain)
            if self.waits(item.chain) or key in self.numbers or key in self.results:
                continue
            known = None if self.again else self.ledger.find(item.chain)
            if known is None:
                self.numbers[key] = self.runner.submit(item.chain)
            else:
                self.results[key] = known
        if self.config.option.verbose < 0 and (wanted or shown):
            self.progress = Progress("examples", len(wanted) + len(shown))
            self.progress.__enter__()

    def result(self, chain: Chain) -> ChainResult:
        """Return what ``chain`` did; it runs once, whatever number of steps ask."""
        key = id(chain)
        if key not in self.results:
            number = self.numbers.pop(key, None)
            if number is None:
                number = self.runner.submit(chain)
            self.results[key] = self.runner.result(number)
            self.ran.add(key)
            if self.results[key].beyond:
                self.ledger.store(chain, self.results[key])
        return self.results[key]

    def waits(self, chain: Chain) -> str:
        """Return why ``chain`` cannot run on this machine, or ""."""
        if chain.python is None:
            return ""
        python = interpreter_for(chain.python)
        version = ".".join(map(str, chain.python))
        if python is None:
            return f"needs Python {version}"
        known = self.results.get(id(chain)) or self.ledger.find(chain)
        if known is not None and known.beyond:
            return f"needs Python {version}; {python.title} lacks what it asks for: {known.beyond}"
        return ""

    def finding(self, page: Page, chain: Chain, number: int) -> verdict.Finding | None:
        """Return what is wrong with a step, and record the chain if nothing is with any."""
        key = id(chain)
        if key not in self.findings:
            result = self.result(chain)
            steps = range(len(chain.steps))
            self.findings[key] = [verdict.judge(page, chain, step, result) for step in steps]
            sound = all(found is None or found.stale for found in self.findings[key])
            if key in self.ran and sound:
                self.ledger.store(chain, result)
        if key in self.ran:
            self.executed += 1
        else:
            self.recorded += 1
        return self.findings[key][number]

    def stands(self, page: Page, path: Path) -> bool:
        """Whether all of a page is proven by fresh records, which are counted then."""
        chains = [chain for chain in page.chains if not self.waits(chain)]
        for chain in chains:
            known = self.ledger.find(chain)
            if known is None or any(
                verdict.judge(page, chain, step, known) for step in range(len(chain.steps))
            ):
                return False
        shown = [one for one in page.shown if one.target.endswith((".py", ".pyi"))]
        try:
            if any(self.uncovered(one, path, run=False) for one in shown):
                return False
        except ShownError:
            return False
        self.recorded += sum(len(chain.steps) for chain in chains)
        self.shown += len(shown)
        return True

    def uncovered(self, shown: Shown, page: Path, *, run: bool) -> str:
        """Say which of the lines shown no passing test executes; raise ShownError if none are."""
        path = self.program(shown, page)
        numbers = self.selected.numbers(path, shown.options, shown.target)
        if run and self.untested:
            self.coverage.start(self.untested)
            self.untested = []
        return self.coverage.check(path, numbers, run=run)

    def program(self, shown: Shown, page: Path) -> Path:
        """Return the Python file of which ``page`` shows lines."""
        from press.examples.covered import resolve  # noqa: PLC0415 - few books show files

        path = resolve(shown, page, self.config.rootpath)
        assert path is not None, "only Python files become items"
        return path

    # -- Ending ----------------------------------------------------------------
    def finish(self) -> None:
        """Write the captured outputs and the totals, end the runner."""
        if self.progress is not None:
            self.progress.__exit__(None, None, None)
        self.runner.close()
        if "coverage" in self.__dict__:
            self.coverage.close()
        if self.pages:
            book_of(self.config.rootpath).save()
        if "selected" in self.__dict__:
            self.selected.save()
        if self.pages and not self.config.option.collectonly:
            self.ledger.summarize(self.pages)
        if self.update:
            for page in self.pages:
                try:
                    if outputs.rewrite(page, self.config.rootpath, self.results):
                        self.written.append(page.path)
                except RuntimeError as error:
                    self.complaints.append(str(error))

    def status(self, report: Any) -> tuple[str, str, str] | None:
        """Advance the bar in the place of a dot."""
        if report.when == "call" and self.progress is not None:
            self.progress.advance(report.location[0])
        if report.failed or report.when != "call":
            return None
        return report.outcome, "", ""

    def summary(self) -> Iterator[str]:
        """Say in a few lines what was proven."""
        fragments = [(page, one) for page in self.pages for one in page.fragments]
        waiting = sum(
            len(chain.steps) for page in self.pages for chain in page.chains if self.waits(chain)
        )
        yield (
            f"examples: {self.executed} executed, {self.recorded} recorded, "
            f"{len(fragments)} fragments, {waiting} not run here, {self.shown} shown from files"
        )
        for page, fragment in fragments:
            yield f"  fragment {page.path}:{fragment.line}: {fragment.reason or 'no reason'}"
        for path in self.written:
            yield f"  outputs written: {path}"
        for complaint in self.complaints:
            yield f"  outputs NOT written: {complaint}"


class PageFile(pytest.File):
    """A MyST page."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item for each fault and each step of the page."""
        from press.examples.plugin import proof_of  # noqa: PLC0415 - the plugin imports this module

        proof = proof_of(self.config)
        page = book_of(self.config.rootpath).page(self.path)
        proof.pages.append(page)
        gc.freeze()  # pages stay to the end: the collector need not look at them again and again
        seen: dict[str, int] = {}
        faults = [*page.faults, *book_of(self.config.rootpath).clashes(page)]
        if not faults and self.config.option.skip_proven and proof.stands(page, self.path):
            return
        for fault in faults:
            name = unique(f"fault-{slug(fault.what)}", seen)
            yield FaultItem.from_parent(self, name=name, proof=proof, page=page, fault=fault)
        for chain in page.chains:
            for number, step in enumerate(chain.steps):
                name = unique(step.name or label(step), seen)
                yield ExampleItem.from_parent(
                    self, name=name, proof=proof, page=page, chain=chain, number=number
                )
        for shown in page.shown:
            if shown.target.endswith((".py", ".pyi")):
                name = unique(slug(f"shown-{Path(shown.target).name}"), seen)
                yield ShownItem.from_parent(self, name=name, proof=proof, page=page, shown=shown)


class PageItem(pytest.Item):
    """Something on a page that passes or fails."""

    def __init__(self, *, proof: Proof, page: Page, line: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.proof = proof
        self.page = page
        self.line = line

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the report in the page's own lines; a traceback only for faults of the press."""
        if isinstance(excinfo.value, ExampleError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where it stands; pytest counts lines from 0."""
        return self.path, self.line - 1, f"{self.page.path}:{self.line}"


class FaultItem(PageItem):
    """Something on the page that must be mended: fails."""

    def __init__(self, *, fault: Fault, **rest: Any) -> None:
        super().__init__(line=fault.line, **rest)
        self.fault = fault

    def runtest(self) -> None:
        """Fail."""
        raise ExampleError(str(self.fault))


class ShownItem(PageItem):
    """Lines of a program that the page shows: its tests must pass and execute them."""

    def __init__(self, *, shown: Shown, **rest: Any) -> None:
        super().__init__(line=shown.line, **rest)
        self.shown = shown

    def runtest(self) -> None:
        """Fail unless tests execute every line shown."""
        head = f"{self.page.path}:{self.line}: "
        try:
            wrong = self.proof.uncovered(self.shown, self.path, run=True)
        except ShownError as error:
            raise ExampleError(head + "; ".join(error.args)) from None
        if wrong:
            raise ExampleError(head + wrong)
        self.proof.shown += 1


class ExampleItem(PageItem):
    """One step of a chain."""

    def __init__(self, *, chain: Chain, number: int, **rest: Any) -> None:
        super().__init__(line=chain.steps[number].line, **rest)
        self.chain = chain
        self.number = number

    def runtest(self) -> None:
        """Fail unless the step did what the page says."""
        waits = self.proof.waits(self.chain)
        if not waits and self.chain.python is not None:
            self.proof.result(self.chain)  # only a run shows what WebAssembly lacks
            waits = self.proof.waits(self.chain)
        if waits:
            raise pytest.skip.Exception(waits, _use_item_location=True)
        finding = self.proof.finding(self.page, self.chain, self.number)
        if finding is None or (finding.stale and self.proof.update):
            return
        head = f"{self.page.path}:{finding.line}: {finding.summary}"
        raise ExampleError(f"{head}\n{finding.detail}".rstrip())


def slug(text: str) -> str:
    """Return ``text`` as a short word for a node id."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text).strip("-")[:28].strip("-").lower()


def label(step: Step) -> str:
    """Return a node name that depends on the step's code alone."""
    lines = [line.strip() for line in step.code.splitlines() if line.strip()]
    telling = [line for line in lines if not re.match(r"(from|import|#|@|\"\"\")", line)]
    digest = hashlib.sha256(step.code.encode()).hexdigest()[:6]
    return f"{slug((telling or lines or [''])[0])}-{digest}".lstrip("-")


def unique(name: str, seen: dict[str, int]) -> str:
    """Return ``name``, numbered if the page has used it before."""
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"
