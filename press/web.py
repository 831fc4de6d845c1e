"""Sphinx extension: what the stock HTML builder lacks for the web edition.

- the theme ``book``: furo with the project's own look (``theme/web``), fonts and colors from the
  site itself;
- a line under each title: how many examples of the page were executed, and on which Python, with
  a link to the page that ``press_checked_page`` names;
- an example and its output as one panel with a link to itself;
- head data (description, social cards), a page for addresses that do not exist, a site map;
- tables of many columns that stand as cards on a phone (:mod:`press.stacked`);
- the navigation tree, resolved once instead of once a page.

Nothing here makes a page ask another host for anything.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin

from docutils import nodes
from furo.navigation import get_navigation_tree
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.util.typing import ExtensionMetadata

from press.cover import card_svg, to_png
from press.css import dark_variables, font_faces, load_tokens, theme_folder
from press.listings import executed_sentence, group_listings
from press.navtree import NavTree
from press.pictures import state_sizes
from press.stacked import stack_tables
from press.website import THEME, is_book_site, is_website

_PRELOADED = (
    "BookSerif-Regular.woff2",
    "BookSerif-SemiBold.woff2",
    "BookSans-Regular.woff2",
    "BookSans-SemiBold.woff2",
    "BookMono-Regular.woff2",
)
# The scaled system fonts of theme/web/fallback.css that stand in while a font loads.
_NEAR = {
    "font-text": ("Near Serif", "Near Serif 2", "Near Serif 3"),
    "font-ui": ("Near Sans", "Near Sans 2"),
    "font-code": ("Near Mono",),
}
# Sphinx makes the caption of a table of contents a heading without a level.
_HEADING = ('role="heading">', 'role="heading" aria-level="2">')
_DESCRIPTION_LENGTH = 160
_NAVIGATION: dict[int, NavTree] = {}
_TICK = (
    '<svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
    '<path d="M1.5 6.5 4.5 9.5 10.5 2.5"/></svg>'
)


# -- Assets -------------------------------------------------------------------


def stylesheet(theme: Path, sheet: str = "book.css", fonts: str = "fonts/") -> str:
    """Return the web edition's style sheet with fonts, tokens and the night's values before it.

    ``fonts`` is the address of the font files as seen from the style sheet.
    """
    tokens = load_tokens(theme)
    faces, _ = font_faces(theme)
    night = dark_variables(tokens)
    return "\n".join(
        [
            faces.replace('url("', f'url("{fonts}'),
            (theme / "web" / "fallback.css").read_text(encoding="utf-8"),
            (theme / "tokens.css").read_text(encoding="utf-8"),
            f":root {{ {_near_families(tokens)} }}",
            "@media not print {",
            f'body[data-theme="dark"] {{ color-scheme: dark; {night} }}',
            "@media (prefers-color-scheme: dark) {",
            f'body:not([data-theme="light"]) {{ color-scheme: dark; {night} }} }} }}',
            (theme / "web" / sheet).read_text(encoding="utf-8"),
        ]
    )


def _near_families(tokens: Mapping[str, str]) -> str:
    """Return the font stacks with the scaled system fonts right after the book's own."""
    declarations = []
    for name, near in _NEAR.items():
        families = [family.strip() for family in tokens[name].split(",")]
        own = [family for family in families if family.startswith('"Book ')]
        rest = [family for family in families if family not in own]
        stack = [*own, *(f'"{family}"' for family in near), *rest]
        declarations.append(f"--{name}: {', '.join(stack)};")
    return " ".join(declarations)


def _write_assets(app: Sphinx) -> None:
    """Put fonts and style sheet into the site before the first page asks for their checksums."""
    if not is_book_site(app):
        return
    _NAVIGATION.clear()
    theme = theme_folder(Path(app.confdir))
    static = Path(app.outdir) / "_static"
    (static / "fonts").mkdir(parents=True, exist_ok=True)
    for file in [*font_faces(theme)[1], *sorted((theme / "fonts").glob("LICENSE-*"))]:
        shutil.copyfile(file, static / "fonts" / file.name)
    (static / "book.css").write_text(stylesheet(theme), encoding="utf-8")
    app.add_css_file("book.css", priority=900)
    if app.config.html_baseurl:
        words = (app.config.project, str(app.config.press_subtitle), app.config.author)
        card = card_svg(*words, load_tokens(theme), fonts=theme / "fonts")
        (static / "card.png").write_bytes(to_png(card, 1200))


# -- Pages --------------------------------------------------------------------


def _panels(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Wrap every example and its outputs into one panel, after all marks have been set."""
    if is_website(app):
        group_listings(doctree, link=True)


def _before_furo(
    app: Sphinx, _pagename: str, _template: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the page its data; keep furo from resolving the navigation for it."""
    if not is_book_site(app):
        return
    context["toctree"] = lambda **_options: ""
    context["preloaded_fonts"] = _PRELOADED
    context["description"] = ""
    if isinstance(doctree, nodes.document):
        if 'name="description"' not in context.get("metatags", ""):
            context["description"] = describe(doctree)
        body = dress(context["body"], proof_line(app, context, doctree))
        builder = cast(StandaloneHTMLBuilder, app.builder)
        files = {name: Path(app.srcdir, uri) for uri, name in builder.images.items()}
        context["body"] = stack_tables(state_sizes(body, files))
    if context.get("pageurl"):
        context["card_url"] = urljoin(context["pageurl"], context["pathto"]("_static/card.png", 1))
    out = app.config.press_editions_page
    context["editions_url"] = context["content_root"] + out if out else ""


def _after_furo(
    app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: Any
) -> None:
    if is_book_site(app):
        address = app.builder.get_target_uri(pagename)
        context["furo_navigation_tree"] = _navigation(app).at(address)


def _outline(app: Sphinx) -> str:
    """Return all that pages show of each other: titles, order, whether a checked page is there."""
    env = app.env
    titles = {name: title.astext() for name, title in sorted(env.titles.items())}
    return json.dumps([titles, env.toctree_includes, app.config.press_checked_page in titles])


def _outline_file(app: Sphinx) -> Path:
    return Path(app.doctreedir) / "web-outline.json"


def _stale_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have every page written again when a page came, went, moved or got another title.

    Sphinx rewrites the pages that changed, and leaves the old navigation in the others.
    """
    if not is_book_site(app):
        return []
    file = _outline_file(app)
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    return [] if before == _outline(app) else sorted(env.all_docs)


def _note_outline(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and is_book_site(app):
        _outline_file(app).write_text(_outline(app), encoding="utf-8")


def _navigation(app: Sphinx) -> NavTree:
    """Resolve the whole tree as the root page shows it, once in each process that writes."""
    key = id(app)
    if key not in _NAVIGATION:
        builder = cast(StandaloneHTMLBuilder, app.builder)
        root = app.config.root_doc
        tree = global_toctree_for_doc(
            app.env, root, builder, tags=app.tags, maxdepth=-1, titles_only=True
        )
        html = get_navigation_tree(builder.render_partial(tree)["fragment"]).replace(*_HEADING)
        _NAVIGATION[key] = NavTree(html, builder.get_target_uri(root))
    return _NAVIGATION[key]


def describe(doctree: nodes.document) -> str:
    """Return the first paragraph of running text, cut at a word, for search engines and cards."""
    for paragraph in doctree.findall(nodes.paragraph):
        if isinstance(paragraph.parent, (nodes.section, nodes.document)):
            text = " ".join(paragraph.astext().split())
            if len(text) > _DESCRIPTION_LENGTH:
                text = text[: _DESCRIPTION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
            if text:
                return text
    return ""


def proof_line(app: Sphinx, context: dict[str, Any], doctree: nodes.document) -> str:
    """Return the line that says how many examples of the page were run; empty if there is none."""
    text = executed_sentence(doctree)
    if not text:
        return ""
    page = app.config.press_checked_page
    if page in app.env.all_docs:
        text = f'<a href="{escape(context["pathto"](page))}">{text}</a>'
    return f'<p class="proof">{_TICK}<span>{text}</span></p>\n'


def dress(body: str, proof: str) -> str:
    """Return ``body`` with ``proof`` under its title, and with code that scrolls by keyboard."""
    body = body.replace("<pre>", '<pre tabindex="0">')
    body = body.replace('<div class="table-wrapper ', '<div tabindex="0" class="table-wrapper ')
    body = body.replace(*_HEADING)
    return body.replace("</h1>", f"</h1>\n{proof}", 1) if proof else body


def _own_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page for addresses that do not exist; it carries its style in itself."""
    if not is_book_site(app):
        return
    theme = theme_folder(Path(app.confdir))
    tokens = load_tokens(theme)
    base = app.config.html_baseurl
    context = {
        "style": "\n".join(
            [
                (theme / "tokens.css").read_text(encoding="utf-8"),
                f"@media (prefers-color-scheme: dark) {{ :root {{ {dark_variables(tokens)} }} }}",
                (theme / "web" / "404.css").read_text(encoding="utf-8"),
            ]
        ),
        "home_url": urljoin(base, app.builder.get_target_uri(app.config.root_doc)),
        "search_url": urljoin(base, app.builder.get_target_uri("search")),
    }
    yield "404", context, "404.html"


def _write_site_map(app: Sphinx, exception: Exception | None) -> None:
    base = app.config.html_baseurl
    if exception or not base or not is_book_site(app):
        return
    places = [urljoin(base, app.builder.get_target_uri(name)) for name in sorted(app.env.all_docs)]
    lines = [f"  <url><loc>{escape(place)}</loc></url>" for place in places]
    (Path(app.outdir) / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</urlset>\n",
        encoding="utf-8",
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register theme, settings and hooks."""
    app.setup_extension("press.search")  # the theme's search page has its scripts from there
    app.add_html_theme(THEME, str(theme_folder(Path(app.confdir)) / "web"))
    app.add_config_value("press_checked_page", "checked", "html", str)
    app.add_config_value("press_editions_page", "", "html", str)
    app.add_config_value("press_subtitle", "", "html", str)
    app.connect("doctree-resolved", _panels, priority=900)
    app.connect("builder-inited", _write_assets)
    app.connect("html-page-context", _before_furo, priority=400)
    app.connect("html-page-context", _after_furo, priority=600)
    app.connect("env-get-updated", _stale_pages)
    app.connect("html-collect-pages", _own_pages)
    app.connect("build-finished", _note_outline)
    app.connect("build-finished", _write_site_map)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
