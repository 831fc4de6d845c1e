"""Sphinx extension: Run and Edit on the website's examples, with Python from the site itself.

Where Pyodide is at hand (``make pyodide``) the website carries it, and every example that
:mod:`press.page_proof` has seen do there what the page shows gets a bar for buttons. A page fetches
nothing of it before the first click. Without Pyodide the website is as it was.

In ``_static/run/`` lie the script and style of the buttons, the worker, the two Python files that
run inside, ``pyodide/``, and for each page ``pages/….json`` with its chains and the project's
files that they read.
"""

from __future__ import annotations

import json
import shutil
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from press import page_proof
from press.css import theme_folder
from press.examples.book import book_of
from press.examples.ledger import Ledger
from press.examples.model import Chain, Page
from press.examples.shared import Display, displays
from press.examples.wasm import FILES, FOLDER
from press.facts import human_size
from press.page_proof import Piece, Proof, ProofError
from press.website import is_website

logger = logging.getLogger(__name__)
_PLACE = "_static/run"
_SCRIPTS = ("run.js", "run.css", "worker.mjs", "python.mjs")
_ID = 12  # digits of a chain's key that name it in the page
_FLAG = (
    '<script>if (location.protocol !== "file:" && window.Worker)'
    ' document.documentElement.classList.add("runs");</script>\n'
)


class Runs:
    """What can run in the pages of one build."""

    def __init__(self, app: Sphinx) -> None:
        self.book = book_of(Path(app.confdir))
        self.ledger = Ledger(self.book.root)
        self.theme = theme_folder(Path(app.confdir))
        self.proof = Proof(self.ledger, self.theme)
        self.env = app.env
        self.out = Path(app.outdir) / _PLACE
        self.pages: set[str] = set()

    def shown(self, docname: str) -> list[tuple[Page, Chain]]:
        """Return the chains that a document shows: its own, included ones, and those by name."""
        own = Path(self.env.doc2path(docname))
        display = displays(self.env).get(docname, Display())
        found: list[tuple[Page, Chain]] = []
        for file in [own, *map(Path, sorted(display.pages - {str(own)}))]:
            if file.suffix == ".md" and file.is_file():
                page = self.book.page(file)
                found += [(page, chain) for chain in page.chains]
        for name in sorted(display.names):
            named = self.book.find(name)
            if named is not None:
                found.append((self.book.page(named[0]), named[1]))
        return [one for one in found if one[1].language == "python"]

    def prove(self) -> None:
        """Run in Pyodide what no record tells of yet."""
        chains = [chain for name in sorted(self.env.all_docs) for _, chain in self.shown(name)]
        count = self.proof.prove(chains)
        if count:
            logger.info("%d examples tried in the page's Python", count)

    def dress(self, doctree: nodes.document, docname: str) -> None:
        """Put a bar below each block of code that can run, and write what the page needs for it."""
        chains = {}
        good: dict[str, set[int]] = {}
        for page, chain in self.shown(docname):
            key = self.ledger.key(chain)
            if key not in chains:
                chains[key], good[key] = chain, self.proof.runnable(page, chain)
        used: dict[str, set[int]] = {}
        for block in list(doctree.findall(nodes.literal_block)):
            key = block.get("example", "")
            listing = _listing(block)
            if key not in chains or listing is None:
                continue
            taken = used.setdefault(key, set())
            number = _piece(chains[key], block.astext(), good[key], taken)
            if number is not None:
                taken.add(number)
                bar = _bar(key, number, chains[key], docname)
                member = next(one for one in listing.children if one is block or _holds(one, block))
                listing.insert(listing.index(member) + 1, bar)
        used = {key: numbers for key, numbers in used.items() if numbers}
        if used:
            self.pages.add(docname)
            self._write(docname, {key: chains[key] for key in sorted(used)})

    def _write(self, docname: str, chains: dict[str, Chain]) -> None:
        """Write the chains of one page, and the files that they read."""
        files: dict[str, str] = {}
        told = {}
        for key, chain in chains.items():
            own = page_proof.files_of(chain, self.ledger) or {}
            files |= own
            told[key[:_ID]] = {
                "files": sorted(own),
                "pieces": [_parts(chain, piece) for piece in page_proof.pieces(chain)],
            }
        size = sum((FOLDER / name).stat().st_size for name in FILES)
        data = {
            "python": page_proof.python_name(),
            "size": human_size(size),
            "chains": told,
            "files": dict(sorted(files.items())),
        }
        target = self.out / "pages" / _data_name(docname)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(data, ensure_ascii=False, indent=0), encoding="utf-8")

    def copy(self) -> None:
        """Put everything into the site that does not belong to one page."""
        shutil.rmtree(self.out, ignore_errors=True)
        (self.out / "pyodide").mkdir(parents=True)
        for name in _SCRIPTS:
            shutil.copyfile(self.theme / "web" / "run" / name, self.out / name)
        for name, text in page_proof.sources().items():
            (self.out / name).write_text(text, encoding="utf-8")
        for name in FILES:
            shutil.copyfile(FOLDER / name, self.out / "pyodide" / name)


def _data_name(docname: str) -> str:
    return docname.replace("/", ".") + ".json"


def _holds(node: nodes.Node, block: nodes.literal_block) -> bool:
    return isinstance(node, nodes.Element) and block in node.children


def _listing(block: nodes.literal_block) -> nodes.container | None:
    """Return the panel in which ``block`` is the code."""
    parent = block.parent
    if isinstance(parent, nodes.container) and parent.get("literal_block"):
        parent = parent.parent
    if isinstance(parent, nodes.container) and "listing" in parent["classes"]:
        return parent
    return None


def _piece(chain: Chain, text: str, good: set[int], taken: set[int]) -> int | None:
    """Return the piece of ``chain`` whose last step shows ``text``, if it can run; once each."""
    for number, piece in enumerate(page_proof.pieces(chain)):
        step = chain.steps[piece.step]
        if number in taken or step.hidden or piece.step not in good:
            continue
        if step.visible.rstrip("\n") == text.rstrip("\n"):
            return number
    return None


def _parts(chain: Chain, piece: Piece) -> list[Any]:
    """Return the piece cut so that the part that readers see can be exchanged."""
    step = chain.steps[piece.step]
    at = piece.code.rindex(step.visible) if step.visible in step.code else -1
    if at < 0:
        return [piece.code, "", "", piece.hidden, piece.goes_on]
    before, after = piece.code[:at], piece.code[at + len(step.visible) :]
    return [before, step.visible, after, piece.hidden, piece.goes_on]


def _bar(key: str, number: int, chain: Chain, docname: str) -> nodes.raw:
    piece = page_proof.pieces(chain)[number]
    fixed = "" if _parts(chain, piece)[1] else " data-fixed"
    page = escape(_data_name(docname))
    text = f'<div class="run-bar" data-run="{key[:_ID]} {number}" data-page="{page}"{fixed}></div>'
    return nodes.raw("", text, format="html")


# -- Hooks ---------------------------------------------------------------------------
def _runs(app: Sphinx) -> Runs | None:
    return getattr(app, "_press_runs", None)


def _prove(app: Sphinx, env: BuildEnvironment) -> None:
    """After the gate: what has no passing record never gets here."""
    del env
    if not is_website(app) or not page_proof.at_hand():
        return
    runs = Runs(app)
    try:
        runs.prove()
    except ProofError as error:
        logger.error("%s", error)
        return
    runs.copy()
    setattr(app, "_press_runs", runs)  # noqa: B010


def _dress(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    runs = _runs(app)
    if runs is not None:
        runs.dress(doctree, docname)


def _load(app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Let a page with buttons load their script and style, and say that there may be some."""
    runs = _runs(app)
    if runs is not None and name in runs.pages:
        app.add_css_file("run/run.css", priority=950)
        app.add_js_file("run/run.js", loading_method="defer")
        context["body"] = _FLAG + context["body"]


def _every_page(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write all pages again: which examples run is known only after the gate."""
    return sorted(env.all_docs) if is_website(app) and page_proof.at_hand() else []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the hooks."""
    app.connect("env-get-updated", _every_page)
    app.connect("env-check-consistency", _prove, priority=950)
    app.connect("doctree-resolved", _dress, priority=950)
    app.connect("html-page-context", _load, priority=450)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
