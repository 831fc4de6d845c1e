"""Sphinx extension: each page of the website as a Jupyter notebook, and all of them as a ZIP file.

The text is the page as plain Markdown (:mod:`press.notebook_text`), the code cells are its
examples with the outputs that the page shows. What a kernel cannot do is text with the reason:
another program, a newer Python, code that goes on in a later block. All cells share one process,
so an example that starts an event loop, sets the environment, or is named in the setting
``press_notebook_apart`` runs as a program of its own. The same page gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from press.archive import write_zip
from press.examples.book import book_of
from press.examples.job import units
from press.examples.ledger import Ledger
from press.examples.model import Chain, Step
from press.examples.shared import Display, displays
from press.notebook_schema import check_notebook
from press.notebook_text import Code, cut, fence
from press.website import is_website

_FOLDER = "notebooks"
_OLDEST = (3, 11)  # the oldest Python that readers have
# What changes the process for the examples after it, or needs one without an event loop.
_ALONE = re.compile(
    r"\basyncio\.(?:run|Runner|new_event_loop)\b|\brun_virtual\(|\bos\.environ\["
    r"|\blogging\.basicConfig\(|^from __future__ import\b",
    re.MULTILINE,
)
_MYPY = re.compile(r"^\s*(?:from|import) mypy\b", re.M)
_APART = "%%script {sys.executable}\n"
_TRACE = re.compile(r"^(?:Traceback \(most recent call last\):|  File \")", re.M)
_SETUP = """\
# Run this cell first: it makes the programs of the book importable.
# It looks for them in the folder of this notebook and above it. So start Jupyter in a clone of
# the book, or copy the notebook into one. Examples that import no program work anywhere.
import os
import sys
import tempfile
from pathlib import Path

places = [Path.cwd(), *Path.cwd().parents]
book = next((place for place in places if (place / "code" / "core").is_dir()), None)
if book is None:
    print("No clone of the book here: examples that import its programs will fail.")
else:
    sys.path[:0] = [str(book / "code" / "core"), str(book / "code" / "ai")]
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])  # for programs that examples start
os.chdir(tempfile.mkdtemp())  # what examples write stays out of the way
"""


class Notebook:
    """One page on its way into a notebook."""

    def __init__(self, chains: dict[str, Chain], apart: Container[str] = ()) -> None:
        self.chains = chains
        self.apart = apart
        self.cells: list[dict[str, Any]] = []
        self.done: dict[str, int] = {}  # how many steps of each chain stand in cells or as text
        self.code = 0

    def fill(self, doctree: nodes.document) -> None:
        """Add the cells of a page."""
        for part in cut(doctree):
            if isinstance(part, Code):
                self.example(part.block)
            else:
                self.text(part.markdown)
        if self.code:
            title, *rest = self.cells
            self.cells = [title, self._code(_SETUP, []), *rest]

    def text(self, markdown: str) -> None:
        """Add text."""
        self.cells.append({"cell_type": "markdown", "metadata": {}, "source": markdown.rstrip()})

    def example(self, block: nodes.literal_block) -> None:
        """Add one example, with the hidden steps of its chain before it."""
        key, shown = block["example"], block.astext().rstrip("\n")
        chain = self.chains.get(key)
        after = self.done.get(key, 0)
        number = None
        if chain is not None:
            later = range(after, len(chain.steps))
            steps = chain.steps
            number = next((n for n in later if steps[n].visible.rstrip("\n") == shown), None)
        if chain is None or number is None:
            self.told(shown, str(block.get("language", "")), "")
            return
        alone = is_alone(chain, self.apart)
        why = reason(chain, alone)
        if why:
            self.told(shown, chain.language, why)
            self.done[key] = number + 1
            return
        for code, last, _ in units(chain):
            if last < after:
                continue
            step = chain.steps[last]
            if last > number:
                if after <= number:
                    self.told(shown, "python", "it goes on in the next block, and runs with it")
                break
            hidden = step.hidden and last != number
            self.run(code, step, hidden=hidden, alone=alone)
            self.done[key] = last + 1
            if last == number:
                break

    def run(self, code: str, step: Step, *, hidden: bool, alone: bool) -> None:
        """Add a code cell with the output that the page shows."""
        source = re.sub(r"[ \t]*# hide[ \t]*$", "", code, flags=re.M).rstrip("\n")
        cell = self._code((_APART if alone else "") + source, _outputs(step, alone))
        if hidden:
            cell["metadata"]["jupyter"] = {"source_hidden": True}
        if step.raises is not None:
            cell["metadata"]["tags"] = ["raises-exception"]
        self.cells.append(cell)
        self.code += 1

    def told(self, shown: str, language: str, why: str) -> None:
        """Add an example that does not run here as text."""
        lines = list(fence(shown, language, ""))
        self.text("\n".join([*lines, "", f"*Not run in a notebook: {why}.*"] if why else lines))

    def _code(self, source: str, outputs: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "cell_type": "code",
            "execution_count": None,
            "metadata": {},
            "outputs": outputs,
            "source": source.rstrip("\n"),
        }

    def dump(self) -> str:
        """Return the notebook's bytes as text, valid by the format's own schema."""
        cells = [{"id": f"cell-{number}", **cell} for number, cell in enumerate(self.cells, 1)]
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        notebook = {
            "cells": cells,
            "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        check_notebook(notebook)
        return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def is_alone(chain: Chain, apart: Container[str]) -> bool:
    """True if ``chain`` must be a program of its own."""
    return any(step.name in apart or _ALONE.search(step.code) for step in chain.steps)


def reason(chain: Chain, alone: bool) -> str:
    """Return why ``chain`` cannot run in a notebook, or ""."""
    if chain.language != "python":
        return "it is for a terminal, in a clone of the book"
    if chain.python is not None and chain.python > _OLDEST:
        return f"it needs Python {'.'.join(map(str, chain.python))}"
    if any(_MYPY.search(step.code) for step in chain.steps):
        return "it starts mypy, which needs the settings of a clone"
    if alone and len(units(chain)) > 1:
        return "its steps need a process of their own"
    return ""


def _outputs(step: Step, alone: bool) -> list[dict[str, Any]]:
    """Return what the page shows below the step as a notebook keeps it."""
    text = step.output.text if step.output is not None else ""
    found = _TRACE.search(text) if step.raises is not None else None
    printed, trace = (text[: found.start()], text[found.start() :]) if found else (text, "")
    outputs: list[dict[str, Any]] = []
    if printed:
        outputs.append({"output_type": "stream", "name": "stdout", "text": printed})
    if trace and alone:  # another program's
        outputs.append({"output_type": "stream", "name": "stderr", "text": trace})
    elif trace:
        lines = trace.rstrip("\n").split("\n")
        start = max(number for number, line in enumerate(lines) if line.startswith("  File"))
        while start < len(lines) - 1 and lines[start].startswith(" "):
            start += 1
        name, _, value = "\n".join(lines[start:]).partition(": ")
        outputs.append({"output_type": "error", "ename": name, "evalue": value, "traceback": lines})
    return outputs


# -- Hooks ---------------------------------------------------------------------------
def _place(docname: str) -> PurePosixPath:
    return PurePosixPath(_FOLDER, f"{docname}.ipynb")


def _archive(app: Sphinx) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", str(app.config.project).lower()).strip("-")
    return f"{_FOLDER}/{name}-notebooks.zip"


def _written(app: Sphinx) -> set[str]:
    found: set[str] | None = getattr(app, "_press_notebooks", None)
    if found is None:
        found = set()
        setattr(app, "_press_notebooks", found)  # noqa: B010
    return found


def _write(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the notebook of a page that has an example to run."""
    if not is_website(app):
        return
    notebook = Notebook(_chains(app, docname), app.config.press_notebook_apart)
    notebook.fill(doctree)
    target = Path(app.outdir, _place(docname))
    target.unlink(missing_ok=True)
    if notebook.code:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(notebook.dump(), encoding="utf-8")
        _written(app).add(docname)


def _chains(app: Sphinx, docname: str) -> dict[str, Chain]:
    """Return the chains that a document shows, by the key that its blocks carry."""
    book = book_of(Path(app.confdir))
    ledger = Ledger(book.root)
    own = app.env.doc2path(docname)
    files = {str(own), *displays(app.env).get(docname, Display()).pages}
    pages = [book.page(Path(file)) for file in sorted(files) if file.endswith(".md")]
    return {ledger.key(chain): chain for page in pages for chain in page.chains}


def _link(app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Offer the notebook in the line that says how many examples were executed."""
    if name not in _written(app):
        return
    own, every = (
        escape(context["content_root"] + str(place)) for place in (_place(name), _archive(app))
    )
    links = (
        f'<span class="notebook-links"><a href="{own}" download>Notebook of this page</a>'
        f' (<a href="{every}" download>all notebooks, ZIP</a>)</span>'
    )
    body, count = re.subn(
        r'(<p class="proof">.*?)</p>', rf"\1{links}</p>", context["body"], count=1
    )
    context["body"] = body if count else f"{body}<p>{links}</p>"


def _pack(app: Sphinx, exception: Exception | None) -> None:
    """Pack all notebooks of the site, also those of pages that were not written again."""
    if exception is not None or not is_website(app):
        return
    folder = Path(app.outdir, _FOLDER)
    for file in sorted(folder.rglob("*.ipynb")):
        docname = file.relative_to(folder).with_suffix("").as_posix()
        if docname not in app.env.all_docs:
            file.unlink()
    files = sorted(folder.rglob("*.ipynb"))
    if not files:
        return
    entries = {file.relative_to(folder).as_posix(): file for file in files}
    write_zip(Path(app.outdir, _archive(app)), entries)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the hooks."""
    app.add_config_value("press_notebook_apart", [], "html", list)
    app.connect("doctree-resolved", _write, priority=850)  # before panels are drawn
    app.connect("html-page-context", _link, priority=460)
    app.connect("build-finished", _pack)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
