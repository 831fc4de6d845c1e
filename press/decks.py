"""Decks: what sphinx-revealjs lacks.

How to write a slide
    A deck is one MyST page below ``slides/``. ``#`` is its title, ``##`` a slide, ``###`` a slide
    below it. ``{.part}`` on the line above a heading makes it the opener of a part, ``{.exercise}``
    a live exercise. Front matter says how long the talk takes (the speaker view paces it)::

        ---
        deck:
          minutes: 90
        ---

    Code comes by name from the book (``{show}``); ``:steps: 1-2|4`` walks through its lines.
    ``{revealjs-notes}`` holds what the speaker says: press S. ``{.fragment}`` above a paragraph or
    list shows it on the next key. ``::::{container} columns`` puts the containers in it side by
    side. A page with the directive ``{decks}`` lists all decks and links to them.

What is mended here, beside the look in ``theme/decks``:

* nothing is rebuilt when nothing changed (the builder grows a list in the configuration), and
  decks are read in parallel;
* speaker notes keep their markup, and no edition of the book shows them;
* the last section is closed;
* code is highlighted as in the book, and stepped through without a second highlighter;
* a step past the last line, code that does not fit, a picture without alternative text, a ``---``
  that divides nothing: errors with file and line;
* only the files that are used are copied, and no page asks another host for anything.
"""

from __future__ import annotations

import json
import re
import shutil
from html import escape
from pathlib import Path
from typing import Any

import sphinx_revealjs
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator
from sphinx_revealjs._ext.notes import revealjs_notes
from sphinx_revealjs.builders import RevealjsHTMLBuilder
from sphinx_revealjs.utils import get_revealjs_path
from sphinx_revealjs.writers import RevealjsSlideTranslator

from press import deck_facts
from press.css import font_faces, load_tokens, theme_folder

THEME = "decks"
SETTINGS: dict[str, Any] = {
    "width": 1280,
    "height": 720,
    "margin": 0,
    "center": False,
    "display": "flex",
    "hash": True,
    "slideNumber": "c/t",
    "transition": "none",
    "backgroundTransition": "none",
    "controlsTutorial": False,
    "pdfSeparateFragments": False,
    "pdfMaxPagesPerSlide": 1,
    "scrollActivationWidth": None,
}
"""What the style sheet relies on; ``revealjs_script_conf`` adds to it."""
_GROUNDS = {"deck-title": "dark-paper", "part": "accent"}
_SHOWN = {"example", "shown", "output"}
_SHEETS = ("reveal/reveal.css", "fonts/fonts.css", "tokens.css", "pygments.css", "deck.css")
_SCRIPTS = ("reveal/reveal.js", "reveal/notes.js", "deck.js")
_REVEAL = ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js", "LICENSE")


# -- Builder ------------------------------------------------------------------


class DeckTranslator(RevealjsSlideTranslator):  # type: ignore[misc]
    """Write slides: the sections of sphinx-revealjs, the code of the book."""

    _nest_step: int

    @property
    def is_shelf(self) -> bool:
        """Whether this page lists decks and is none itself."""
        return self.builder.current_docname in deck_facts.shelves(self.builder.env)

    def visit_section(self, node: nodes.Element) -> None:
        """Open a slide; its classes and its ground are those of its heading."""
        super().visit_section(node)
        if self.section_level > deck_facts.DEEPEST:
            return
        classes = [*node["classes"], *(["deck-title"] if self.section_level == 1 else [])]
        opening = self.body.pop()
        if classes:
            opening = opening.replace("<section", f'<section class="{" ".join(classes)}"', 1)
        for name, ground in _GROUNDS.items():
            if name in classes and "data-background" not in opening:
                color = self.builder.tokens[ground]
                opening = opening.replace(
                    "<section", f'<section data-background-color="{color}"', 1
                )
        self.body.append(opening)
        if self.section_level == 1 and not self.is_shelf:
            self.body.append(f'<p class="deck-series">{escape(self.config.project)}</p>\n')

    def depart_document(self, node: nodes.Element) -> None:
        """Close what is still open: the last slide stays open in the stock writer."""
        self.body.append("</section>\n" * self._nest_step)
        self._nest_step = 0
        super().depart_document(node)

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        """Highlight with Pygments; where there are steps, each line becomes an element."""
        steps = deck_facts.steps_of(node)
        if steps:  # lines marked for good, as on a page of the book, would hide the steps
            marked: dict[str, Any] = dict(node.get("highlight_args", {}))
            marked.pop("hl_lines", None)
            node["highlight_args"] = marked
        if "fragment" in node["classes"] and not _SHOWN & set(node["classes"]):
            # Code that cannot run; to reveal.js that class means "hidden until the next key".
            node["classes"] = [*(set(node["classes"]) - {"fragment"}), "fragment-code"]
        try:
            HTML5Translator.visit_literal_block(self, node)
        finally:
            if steps:
                self.body[-1] = _with_lines(self.body[-1], steps)

    def depart_literal_block(self, node: nodes.literal_block) -> None:
        """Close a block that was not highlighted."""
        HTML5Translator.depart_literal_block(self, node)


def _with_lines(html: str, steps: str) -> str:
    """Wrap each line of a highlighted block and note the steps on its outermost element."""
    head, body, tail = re.split(r"(?<=<pre>)(.*)(?=</pre>)", html, maxsplit=1, flags=re.DOTALL)
    body = body.removeprefix("<span></span>")
    lines = body.rstrip("\n").split("\n")
    marked = "\n".join(f'<span class="line">{line}</span>' for line in lines)
    return head.replace("<div", f'<div data-steps="{escape(steps)}"', 1) + marked + "\n" + tail


class DeckBuilder(RevealjsHTMLBuilder):  # type: ignore[misc]
    """The ``revealjs`` builder, with our page and only the files that it uses."""

    default_translator_class = DeckTranslator
    theme_root: Path
    tokens: dict[str, str]

    def init(self) -> None:
        """Set up the builder and undo what it does to the configuration.

        It appends to ``revealjs_static_path`` and to the settings of reveal.js: a changed
        configuration has every page read again by the next build.
        """
        paths = list(self.config.revealjs_static_path)
        settings = self.config.revealjs_script_conf
        self.theme_root = theme_folder(Path(self.confdir))
        self.tokens = load_tokens(self.theme_root)
        self.config.revealjs_script_conf = dict(settings or {})
        super().init()
        self.config.revealjs_script_conf = settings
        self.config.revealjs_static_path = paths
        self.config.html_static_path = list(paths)

    def get_theme_config(self) -> tuple[str, dict[str, Any]]:
        """Choose the theme; its options are those that a theme of ours declares: none."""
        return self.config.revealjs_html_theme, {}

    def init_css_files(self) -> None:
        """Leave the style sheets to the template."""

    def init_js_files(self) -> None:
        """Leave the scripts to the template."""

    def prepare_writing(self, docnames: set[str]) -> None:
        """Give templates the palette."""
        super().prepare_writing(docnames)
        self.globalcontext["tokens"] = self.tokens

    def update_page_context(
        self, pagename: str, templatename: str, ctx: dict[str, Any], event_arg: Any
    ) -> None:
        """Give the page its settings: ours, those of the project, those of this deck."""
        del templatename, event_arg
        settings = {**SETTINGS, **(self.config.revealjs_script_conf or {})}
        facts = deck_facts.all_decks(self.env).get(pagename)
        if facts is not None and facts.minutes:
            settings["totalTime"] = facts.minutes * 60
        for conf in self.configure_page_script_conf():
            settings.update(json.loads(conf))
        ctx["deck"] = {
            # In a script element only "<" could end it early.
            "settings": json.dumps(settings, sort_keys=True).replace("<", "\\u003c"),
            "sheets": [*_SHEETS, *self.config.revealjs_css_files],
            "scripts": [*_SCRIPTS, *self.config.revealjs_script_files],
        }

    def copy_html_static_files(self, context: dict[str, Any]) -> None:
        """Copy reveal.js and the speaker view, tokens and fonts, and nothing else (0.6 MB)."""
        super().copy_html_static_files(context)
        static = Path(self.outdir, "_static")
        for folder in ("reveal", "fonts"):
            (static / folder).mkdir(parents=True, exist_ok=True)
        for name in _REVEAL:
            shutil.copy(get_revealjs_path() / name, static / "reveal")
        shutil.copy(self.theme_root / "tokens.css", static)
        rules, files = font_faces(self.theme_root)
        (static / "fonts" / "fonts.css").write_text(rules, encoding="utf-8")
        for file in [*files, *(self.theme_root / "fonts").glob("LICENSE*")]:
            shutil.copy(file, static / "fonts")


# -- Notes --------------------------------------------------------------------


def visit_notes(self: HTML5Translator, _node: nodes.Element) -> None:
    """Open the speaker's notes of a slide; what is in them is written as anywhere else."""
    self.body.append('<aside class="notes">\n')


def depart_notes(self: HTML5Translator, _node: nodes.Element) -> None:
    """Close the speaker's notes."""
    self.body.append("</aside>\n")


def _is_deck(app: Sphinx) -> bool:
    return isinstance(app.builder, RevealjsHTMLBuilder)


class DropNotes(SphinxPostTransform):
    """Take the speaker's notes out of every edition that is not a deck."""

    default_priority = 5

    def run(self, **_options: Any) -> None:
        """Remove them before a writer sees the page."""
        if not isinstance(self.env._app.builder, RevealjsHTMLBuilder):
            for node in list(self.document.findall(revealjs_notes)):
                node.parent.remove(node)


# -- The shelf ----------------------------------------------------------------


class deck_shelf(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes in lower case)
    """Stands where the list of all decks comes."""


class Decks(SphinxDirective):
    """List all decks of the project, by folder: adding a deck edits no list."""

    def run(self) -> list[nodes.Node]:
        """Leave a node to be filled when all decks are known."""
        deck_facts.shelves(self.env).add(self.env.docname)
        return [deck_shelf()]


def visit_shelf(self: HTML5Translator, _node: deck_shelf) -> None:
    """Write the list: title, what it is about, slides and minutes."""
    builder, env = self.builder, self.builder.env
    here = builder.current_docname
    groups: dict[str, list[str]] = {}
    for docname, facts in sorted(deck_facts.all_decks(env).items()):
        link = escape(builder.get_relative_uri(here, docname))
        about = f'<span class="about">{escape(facts.about)}</span>' if facts.about else ""
        numbers = f"{facts.slides} slide{'s' * (facts.slides != 1)}"
        numbers += f"<br>{facts.minutes} minutes" if facts.minutes else ""
        groups.setdefault(docname.rpartition("/")[0], []).append(
            f'<li><a href="{link}">{escape(facts.title)}</a>'
            f'{about}<span class="facts">{numbers}</span></li>'
        )
    names = {**getattr(self.config, "press_tracks", {})}
    for folder, items in groups.items():
        if folder:
            self.body.append(f"<h2>{escape(names.get(folder, folder.capitalize()))}</h2>\n")
        self.body.append('<ul class="shelf">\n' + "\n".join(items) + "\n</ul>\n")
    raise nodes.SkipNode


def _choose_page(
    app: Sphinx, pagename: str, _template: str, _context: Any, _doctree: nodes.document | None
) -> str | None:
    """Write a shelf as a page that scrolls, not as a deck."""
    if _is_deck(app) and pagename in deck_facts.shelves(app.env):
        return "shelf.html"
    return None


# -- Events -------------------------------------------------------------------


def _read(app: Sphinx, document: nodes.document) -> None:
    """Check a deck that was read and note what the shelf says of it."""
    if _is_deck(app) and app.env.docname not in deck_facts.shelves(app.env):
        deck_facts.read(app.env, document)
    if _is_deck(app):
        # A deck is found by the shelf, not by a table of contents.
        app.env.metadata[app.env.docname].setdefault("orphan", "")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load sphinx-revealjs and put our builder in the place of its own."""
    app.setup_extension("sphinx_revealjs")
    # Its directives and nodes keep nothing outside the document that is being read.
    app.extensions["sphinx_revealjs"].parallel_read_safe = True
    app.add_node(
        revealjs_notes,
        override=True,
        revealjs=(visit_notes, depart_notes),
        dirrevealjs=(visit_notes, depart_notes),
    )
    skip: dict[str, Any] = dict.fromkeys(("html", "latex", "text", "man", "texinfo"), (_skip, None))
    app.add_node(deck_shelf, **skip, revealjs=(visit_shelf, None))
    app.add_builder(DeckBuilder, override=True)
    app.add_directive("decks", Decks)
    app.add_post_transform(DropNotes)
    folder = theme_folder(Path(app.confdir)) / THEME
    app.add_html_theme(THEME, str(folder))
    app.add_config_value("decks_columns", 84, "env", int)
    app.add_config_value("decks_lines", 16, "env", int)
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", deck_facts.purge)
    app.connect("env-merge-info", deck_facts.merge)
    app.connect("env-updated", deck_facts.changed_shelves)
    app.connect("html-page-context", _choose_page)
    return {
        "version": sphinx_revealjs.__version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _skip(_self: HTML5Translator, _node: nodes.Element) -> None:
    raise nodes.SkipNode
