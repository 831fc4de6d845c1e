"""Sphinx extension: no edition is written that shows code without a passing record.

While a page is read, its code blocks get the marks that the other rooms look for. Before anything
is written, by whatever builder, every example of every document is looked up in the ledger, also
of documents whose doctree comes from the cache.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, ClassVar, NoReturn

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from press.examples import verdict
from press.examples.book import Book, book_of
from press.examples.covered import Coverage, fault_of, resolve
from press.examples.fences import not_utf8
from press.examples.interpreters import OWN, interpreter_for
from press.examples.languages import SHELLS, looks_like_python
from press.examples.ledger import Ledger
from press.examples.model import Chain, Fault, Page, ShownError, Step, page_name
from press.examples.selected import Selected
from press.examples.shared import Display, connect, display_of, displays

logger = logging.getLogger(__name__)
RAN_ON = "ran-on"
_COMMENTS = re.compile(r"\s*(<!--.*?-->\s*)+", re.S)


class Unproven(SystemExit):
    """Code without a passing record: the build ends, and what it has read stays read.

    Not an ``Exception``: Sphinx would throw away its environment and print a report that asks to
    tell its developers.
    """


class FragmentDirective(SphinxDirective):
    """Code that cannot run, with the reason: ```` ```{fragment} python ````."""

    has_content = True
    required_arguments = 0
    optional_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"reason": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the code and a line that says why it did not run."""
        text = "\n".join(self.content)
        language = self.arguments[0] if self.arguments else "text"
        block = nodes.literal_block(text, text, language=language, classes=["fragment"])
        self.set_source_info(block)
        reason = self.options.get("reason", "")
        note = nodes.paragraph("", f"Not run: {reason}", classes=["fragment-reason"])
        return [block, note] if reason else [block]


class MarkExamples(SphinxTransform):
    """Find the example behind each code block and mark the block with it."""

    default_priority = 200  # before captions get numbers and targets their ids

    def apply(self, **kwargs: Any) -> None:
        """Mark the code blocks of the document, drop the comments that steer them."""
        del kwargs
        self.book = book_of(Path(self.app.confdir))
        self.display = display_of(self.env, self.env.docname)
        self.ledger = Ledger(self.book.root)
        for raw in list(self.document.findall(nodes.raw)):
            if raw.get("format") == "html" and _COMMENTS.fullmatch(raw.astext()):
                raw.parent.remove(raw)
        for block in list(self.document.findall(nodes.literal_block)):
            if not {"example", "fragment", "shown"} & {*block["classes"]}:
                self.mark(block)
        for doctest in self.document.findall(nodes.doctest_block):
            self.unknown(doctest, "a doctest")

    def mark(self, block: nodes.literal_block) -> None:
        """Mark one block as an example or an output, or note that nothing stands for it."""
        path = self.page_of(block)
        page = self.book.page(path) if path is not None else None
        language = str(block.get("language", ""))
        source = str(block.get("source", ""))
        if source.endswith((".py", ".pyi")) and path is not None and page is not None:
            block.attributes.setdefault("language", "python")
            files = [resolve(shown, path, self.book.root) for shown in page.shown]
            if Path(os.path.normpath(source)) in files:
                block["classes"].append("shown")
                return
        runs = looks_like_python(language) or language in SHELLS
        if page is None:
            if runs:
                self.unknown(block, language)
            return
        if path is not None and path != Path(self.env.doc2path(self.env.docname)):
            self.display.pages.add(str(path))
        line = block.line or 0
        if runs:
            steps = [(chain, step) for chain, step in page.steps if _same(step.code, block)]
            if not steps:
                self.unknown(block, language)
                return
            chain, step = min(steps, key=lambda found: abs(found[1].line - line))
            mark_example(block, chain, step, self.ledger.key(chain))
            if step.caption:
                add_caption(block, step.caption)
        elif language == "text":
            outputs = [step for _, step in page.steps if step.output is not None]
            if any(
                step.output is not None
                and _same(step.output.text, block)
                and abs(step.output.line - line) <= 1
                for step in outputs
            ):
                block["classes"].append("output")

    def page_of(self, block: nodes.Element) -> Path | None:
        """Return the MyST file that the block stands in: the document, or one it includes."""
        own = Path(self.env.doc2path(self.env.docname))
        source = Path(block.source) if block.source else own
        if source.suffix == ".md" and source.is_file():
            return source
        return own if own.suffix == ".md" else None

    def unknown(self, block: nodes.Element, language: str) -> None:
        """Note a block of code that no example of the page stands for."""
        path = self.page_of(block)
        page = self.book.page(path) if path else None
        if page is not None and any(fault.line == block.line for fault in page.faults):
            return  # the page says better what is wrong
        name = page.path if page is not None else self.env.docname
        text = block.astext().strip().split("\n")[0]
        self.display.faults.append(
            Fault(
                name,
                block.line or 1,
                f'code that never runs is shown ({language}): "{text}"',
                "write ```python, or a {fragment} with a reason",
            )
        )


def _same(text: str, block: nodes.Element) -> bool:
    return text.rstrip("\n") == block.astext().rstrip("\n")


def mark_example(block: nodes.literal_block, chain: Chain, step: Step, key: str) -> None:
    """Give ``block`` the marks of an example and take its hidden lines out."""
    block["example"] = key
    block["example_name"] = step.name
    block["classes"].append("example")
    if step.raises is not None:
        block["classes"].append("raises")
    if chain.python is not None:
        block["python"] = chain.python
    if step.visible != step.code:
        text = step.visible.rstrip("\n")
        block.rawsource = text
        block.children.clear()
        block += nodes.Text(text)


def add_caption(block: nodes.literal_block, caption: str) -> None:
    """Put ``block`` into the container that Sphinx's code blocks with captions have."""
    container = nodes.container("", literal_block=True, classes=["literal-block-wrapper"])
    container.source, container.line = block.source, block.line
    for attribute in ("ids", "names"):
        container[attribute], block[attribute] = block[attribute], []
    document = block.document
    if document is not None:
        for identifier in container["ids"]:
            document.ids[identifier] = container
    block.parent.replace(block, container)
    container += nodes.caption("", caption)
    container += block


# -- The gate -------------------------------------------------------------------
class Gate:
    """Look up everything that the documents of one build show."""

    def __init__(self, app: Sphinx) -> None:
        self.env = app.env
        self.book: Book = book_of(Path(app.confdir))
        self.ledger = Ledger(self.book.root)
        self.coverage = Coverage(self.ledger)
        self.selected = Selected(self.ledger)
        self.faults: dict[tuple[str, int], Fault] = {}

    def check(self) -> list[Fault]:
        """Return every reason why this edition must not be written."""
        known = displays(self.env)
        for docname in sorted(self.env.all_docs):
            path = Path(self.env.doc2path(docname))
            display = known.get(docname, Display())
            for fault in display.faults:
                self.add(fault)
            for file in sorted({str(path), *display.pages}):
                if file.endswith(".md") and Path(file).is_file():
                    self.check_page(Path(file))
            for name in sorted(display.names):
                found = self.book.find(name)
                if found is not None:
                    page, chain, _ = found
                    self.check_chain(self.book.page(page), chain)
        self.book.save()
        self.selected.save()
        return [self.faults[key] for key in sorted(self.faults)]

    def add(self, fault: Fault) -> None:
        """Note a fault, once for a line."""
        self.faults.setdefault((fault.path, fault.line), fault)

    def check_page(self, path: Path) -> None:
        """Check all that one file of MyST holds."""
        page = self.book.page(path)
        for fault in [*page.faults, *self.book.clashes(page)]:
            self.add(fault)
        for chain in page.chains:
            self.check_chain(page, chain)
        for shown in page.shown:
            file = resolve(shown, path, self.book.root)
            if file is None:
                continue
            try:
                numbers = self.selected.numbers(file, shown.options, shown.target)
            except ShownError as error:
                self.add(Fault(page.path, shown.line, *error.args))
                continue
            wrong = self.coverage.check(file, numbers, run=False)
            if wrong:
                self.add(fault_of(page.path, shown.line, wrong))

    def check_chain(self, page: Page, chain: Chain) -> None:
        """Check that a chain ran, as it stands, and did what the page says."""
        if self.ledger.waits(chain):
            return
        result = self.ledger.find(chain)
        if result is None:
            what, mend = "this example has no passing record", "run: make prove"
            for step in chain.steps:
                self.add(Fault(page.path, step.line, what, mend))
            return
        for number in range(len(chain.steps)):
            finding = verdict.judge(page, chain, number, result)
            if finding is not None:
                what, _, mend = finding.summary.partition("; ")
                self.add(Fault(page.path, finding.line, what, mend or "run: make prove"))


def _log(faults: list[Fault]) -> None:
    for fault in faults:
        logger.error("%s; %s", fault.what, fault.mend, location=f"{fault.path}:{fault.line}")


def _stop(faults: list[Fault]) -> NoReturn:
    logger.error("nothing was written: %d to mend", len(faults))
    raise Unproven(2)


def _refuse(app: Sphinx) -> None:
    """Log every fault and stop the build, before anything is written."""
    faults = Gate(app).check()
    _log(faults)
    if faults and not app.config.press_preview:
        _stop(faults)


def _before_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Refuse at once what Sphinx cannot even read, and would report as a fault of its own."""
    book = book_of(Path(app.confdir))
    book.forget()
    paths = [Path(env.doc2path(docname)) for docname in docnames]
    faults = [fault for path in paths for fault in not_utf8(path, page_name(path, book.root))]
    if faults:
        _log(faults)
        _stop(faults)
    setattr(app, "_press_gate_waits", bool(docnames))  # noqa: B010


def _after_reading(app: Sphinx, env: BuildEnvironment) -> None:
    """Check at once if nothing was read; else after the environment has been saved."""
    del env
    if not getattr(app, "_press_gate_waits", False):
        _refuse(app)


def _after_saving(app: Sphinx, env: BuildEnvironment) -> None:
    del env
    if getattr(app, "_press_gate_waits", False):
        _refuse(app)


def _faulty_documents(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Read documents with faults again: what they missed may be there now."""
    del app, added, changed, removed
    return [docname for docname, display in displays(env).items() if display.faults]


def _say_where_it_ran(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark the blocks that state a newer Python: not run, or where they ran.

    Which Pythons there are is known only now, and may change while the doctree is kept.
    """
    del docname
    ledger = Ledger(Path(app.confdir))
    for block in list(doctree.findall(nodes.literal_block)):
        wanted = block.get("python")
        python = interpreter_for(wanted) if wanted else OWN
        if python is None or (python.wasm and ledger.lacks(block["example"])):
            block["classes"].append("not-run")
        elif python is not OWN:
            block["ran_on"] = python.title
            _behind_outputs(block, nodes.paragraph("", f"Ran on {python.title}", classes=[RAN_ON]))


def _behind_outputs(block: nodes.literal_block, note: nodes.Element) -> None:
    """Put ``note`` behind the block, its caption's wrapper and the outputs that follow."""
    last: nodes.Element = block
    if isinstance(block.parent, nodes.container) and block.parent.get("literal_block"):
        last = block.parent
    siblings = last.parent
    index = siblings.index(last) + 1
    for following in siblings.children[index:]:
        if not isinstance(following, nodes.literal_block) or "output" not in following["classes"]:
            break
        index += 1
    siblings.insert(index, note)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the gate."""
    connect(app)
    # A writer's preview shows pages before their examples are proven; no edition is made from it.
    app.add_config_value("press_preview", False, "", bool)
    app.add_directive("fragment", FragmentDirective)
    app.add_transform(MarkExamples)
    app.connect("env-get-outdated", _faulty_documents)
    app.connect("env-before-read-docs", _before_reading)
    app.connect("env-updated", _after_reading, priority=900)
    app.connect("env-check-consistency", _after_saving, priority=900)
    app.connect("doctree-resolved", _say_where_it_ran)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
