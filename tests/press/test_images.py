"""A picture without alternative text, or on another host, is an error at its line."""

from __future__ import annotations

import io
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

PAGE = """# Top

![A red square](square.png)

![](square.png)

Text with ![](square.png) inside.

![A square](https://example.org/square.png)

```{figure} square.png
What it states
```
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def test_what_a_reader_could_not_see_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text('extensions = ["myst_parser", "press.images"]\n')
    (tmp_path / "index.md").write_text(PAGE)
    (tmp_path / "square.png").write_bytes(PNG)
    warnings = io.StringIO()
    folders = (tmp_path, tmp_path, tmp_path / "out", tmp_path / "doctrees")
    with docutils_namespace():
        Sphinx(*folders, "dummy", status=None, warning=warnings).build()
    said = [line.partition("index.md:")[2] for line in warnings.getvalue().splitlines()]
    assert [line.partition(": WARNING: ")[0] for line in said] == ["5", "7", "9", "11"]
    assert "has no alternative text: write ![what it shows](…)" in said[0]
    assert "https://example.org/square.png lies on another host: put the file into" in said[2]
