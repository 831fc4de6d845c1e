"""Sphinx extension: what the website's script needs to keep a reader's progress.

Writes ``_static/progress-pages.js``: which pages there are to be read, under ids that stay when the
folder of a module is renamed. A script and not JSON, because a page that was opened from a file may
load the one and not the other. ``theme/web/static/progress.js`` is what runs; it asks no server.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from press.curriculum_facts import Module
from press.website import is_book_site


def pages_of(app: Sphinx) -> dict[str, dict[str, str]]:
    """Give the pages that can be marked as read, by id: those of modules, all where there are none.

    The id is made of the module's id and the page's name.
    """
    modules: dict[str, Module] = getattr(app.env, "press_modules", {})
    folders = {name.rpartition("/")[0]: module.id for name, module in modules.items()}
    found = {}
    for docname in sorted(app.env.all_docs):
        folder, _, page = docname.rpartition("/")
        own = folders.get(folder, "")
        if docname == app.config.root_doc or (modules and not own):
            continue
        title = app.env.titles[docname].astext() if docname in app.env.titles else docname
        found[f"{own}/{page}" if own else docname] = {
            "uri": app.builder.get_target_uri(docname),
            "title": title,
            "module": own,
        }
    return found


def _write(app: Sphinx, _env: BuildEnvironment) -> None:
    if not is_book_site(app):
        return
    data = {
        "book": app.config.project,
        "root": app.builder.get_target_uri(app.config.root_doc),
        "pages": pages_of(app),
    }
    target = Path(app.outdir) / "_static" / "progress-pages.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    target.write_text(f"window.pressPages={text};\n", encoding="utf-8")


def _scripts(app: Sphinx) -> None:
    if is_book_site(app):
        app.add_js_file("progress-pages.js", loading_method="defer")
        app.add_js_file("progress.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the two scripts."""
    app.connect("builder-inited", _scripts)
    app.connect("env-updated", _write)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
