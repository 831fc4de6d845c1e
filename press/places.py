"""How a message names another place of the book: as the file and the line that an editor opens."""

from __future__ import annotations

from pathlib import Path

from sphinx.environment import BuildEnvironment


def place_of(env: BuildEnvironment, docname: str, line: int) -> str:
    """Write ``book/page.md:12``, from the folder that holds the sources."""
    path = Path(env.doc2path(docname)).relative_to(Path(env.srcdir).parent)
    return f"{path.as_posix()}:{line}"
