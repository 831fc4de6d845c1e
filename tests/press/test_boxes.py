"""A box whose class nobody knows is an error at its line."""

from __future__ import annotations

import io
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

PAGE = """# Top

:::{admonition} Since 3.12
:class: version
Words.
:::

:::{admonition} When not to
:class: whennot
Words.
:::

:::{admonition} Plain, as docutils has it
Words.
:::

:::{admonition} Two
:class: trap red
Words.
:::
"""


def build(folder: Path) -> list[str]:
    warnings = io.StringIO()
    with docutils_namespace():
        Sphinx(
            folder, folder, folder / "out", folder / "doctrees", "dummy", None, None, warnings
        ).build()
    return [line.partition("index.md:")[2] for line in warnings.getvalue().splitlines()]


def test_an_unknown_class_is_told_with_its_line_in_every_build(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser", "press.boxes"]\nmyst_enable_extensions = ["colon_fence"]\n'
    )
    (tmp_path / "index.md").write_text(PAGE)
    said = build(tmp_path)
    assert [line.partition(":")[0] for line in said] == ["8", "17"]
    assert 'there is no box of class "whennot": did you mean when-not?' in said[0]
    assert 'no box of class "red": write one of version, ageing, trap, when-not' in said[1]
    assert build(tmp_path) == said
