"""One Sphinx configuration for the book and the decks.

The press calls Sphinx through ``python -m press`` (see the Makefile). Two environment variables
reach this file: ``PRESS_EDITION`` (web, epub, pdf, slides) says which edition is being made, and
``PRESS_ONLY`` names one module's folder for a quick build. What is *read* does not depend on the
edition, apart from the decks, which have a source folder of their own.
"""

from __future__ import annotations

import os
from pathlib import Path

from press.drafts import draft_modules

ROOT = Path(__file__).parent
EDITION = os.environ.get("PRESS_EDITION", "web")
ONLY = os.environ.get("PRESS_ONLY", "")
DECKS = EDITION == "slides"
press_preview = os.environ.get("PRESS_PREVIEW") == "1"  # `make watch`: show unproven pages too

# -- The book -----------------------------------------------------------------
project = "Python OOP Masterclass"
subtitle = "Zero to Senior Staff Engineer"
author = "The Python OOP Masterclass authors"
project_copyright = "2026, The Python OOP Masterclass authors"
version = release = "0.1"
language = "en"

# -- Reading ------------------------------------------------------------------
extensions = [
    "myst_parser",
    "sphinxcontrib.mermaid",
    "sphinx_revealjs",
    "press.examples.gate",
    "press.examples.show",
    "press.diagrams",
    "press.images",
    "press.boxes",
    "press.curriculum",
    "press.roadmap",
    "press.progress_lists",
    "press.progress_site",
    "press.study",
    "press.quiz",
    "press.bank",
    "press.mock",
    "press.counts",
    "press.stated",
    "press.outlines",
    "press.references",
    "press.glossary",
    "press.example_index",
    "press.decks",
    "press.epub",
    "press.pdf",
    "press.web",
    "press.run_in_page",
    "press.notebooks",
]
if not DECKS:  # sphinx-copybutton's script throws in a deck
    extensions += ["sphinx_copybutton", "press.index"]

myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "fieldlist",
    "substitution",
]
myst_heading_anchors = 3
myst_footnote_sort = not DECKS  # sorted footnotes land on top of a deck's last slide
exclude_patterns = ["**/_*", "_*", "**/.*", ".*"]
if not ONLY:  # a draft is in no edition, but can be built alone
    for draft in draft_modules(ROOT / "book"):
        exclude_patterns += [f"{draft}/**", f"{draft}.md"]
else:
    include_patterns = [f"{ONLY}/**", f"{ONLY}.md"]
    root_doc = ONLY if DECKS else f"{ONLY}/index"
    # Links that leave the one module cannot resolve in a quick build; the whole book checks them.
    suppress_warnings = [
        "myst.xref_missing",
        "ref.ref",
        "ref.doc",
        "ref.term",
        "toc.excluded",
        "toc.not_readable",
    ]
numfig = True
highlight_language = "text"
smartquotes = True

# -- Curriculum ---------------------------------------------------------------
press_plan = "" if DECKS else "curriculum.yml"
press_tracks = {"core": "Core", "ai": "AI"}
press_skills = {
    "oop": "OOP",
    "patterns": "Patterns",
    "architecture": "Architecture",
    "testing": "Testing",
    "production": "Production",
}

# -- Study --------------------------------------------------------------------
press_beliefs = "" if DECKS else "misconceptions.yml"

# -- Web ----------------------------------------------------------------------
html_theme = "book"  # furo with the book's own look: theme/web
html_title = project
html_baseurl = ""  # the site's address, if it has one: canonical links, social cards, site map
html_show_sourcelink = False
html_copy_source = False
html_permalinks_icon = "#"
html_use_index = False
pygments_style = "theme.highlight.Light"
pygments_dark_style = press_dark_style = "theme.highlight.Dark"
copybutton_selector = "div:not(.output) > div.highlight > pre"
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
press_subtitle = subtitle
# In a notebook all cells share one process. These ask what only a fresh one answers.
press_notebook_apart = [
    "registry-is-empty",
    "a-day-in-the-store",
    "held-until-set",
    "body-objects",
    "import-registers",
]
press_checked_page = "checked"  # the line "N examples executed" leads there
press_editions_page = "../index.html"  # seen from the site's root

# -- EPUB ---------------------------------------------------------------------
epub_basename = "python-oop-masterclass"
epub_show_urls = "no"
epub_description = "Object-oriented Python, with every example executed."

# -- Index ---------------------------------------------------------------------
press_index_modules = (
    *("abc", "asyncio", "collections.abc", "collections", "contextlib", "dataclasses", "enum"),
    *("functools", "typing"),
)
press_index_boxes = {"trap": "traps"}
press_index_skip = ("*/exercises", "*/interview")

# -- PDF ----------------------------------------------------------------------
PAPER = os.environ.get("PRESS_PAPER", "")  # `make pdf PAPER=a4`; each is a theme/print/page-*.css
pdf_format = PAPER or "book"
pdf_basename = f"python-oop-masterclass-{PAPER}" if PAPER else "python-oop-masterclass"

# -- Decks --------------------------------------------------------------------
revealjs_html_theme = "decks"
revealjs_use_section_ids = True
if DECKS:
    numfig = False  # a slide's title says what the picture shows
    # A stage of 1280 x 720 px at 96 px an inch: the room and the letters of a diagram on a slide.
    diagrams_text_mm, diagrams_height_mm, diagrams_body_pt, diagrams_min_pt = 298, 124, 21, 10
